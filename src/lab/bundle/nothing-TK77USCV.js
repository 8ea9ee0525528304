import{a}from"./chunk-XE5Z5YSW.js";import"./chunk-OOJM4CTU.js";export default a();
