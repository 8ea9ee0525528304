import{a,b,c,d}from"./chunk-ZSXGLG6Q.js";import"./chunk-KIWZBJLH.js";import"./chunk-OOJM4CTU.js";export{d as css,b as cssCompletionSource,c as cssLanguage,a as defineCSSCompletionSource};
