/** The content of a `kernel_info_reply`. */
export function kernelInfo(): Record<string, unknown> {
  const { version } = require("../../package.json") as { version: string };
  const typescript = (require("typescript/package.json") as { version: string }).version;
  return {
    status: "ok",
    protocol_version: "5.3",
    implementation: "huntbook",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `huntbook ${version}: TypeScript ${typescript} on Node ${process.versions.node}`,
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
    debugger: false,
    supported_features: [],
  };
}
