import { random } from "../../../src/core/random";

/** The files in the sample archives, by name, always the same. */
export function sampleFiles(): ReadonlyMap<string, Buffer> {
  const numbers = Array.from({ length: 1000 }, (_, i) => `line ${i * 7919} of a text\n`).join("");
  return new Map([
    ["numbers.txt", Buffer.from(numbers)],
    ["program.bin", programLike(6000)],
    ["zeros.bin", Buffer.alloc(300_000)],
    ["folder/ünïcode.txt", Buffer.from("behind the others\n")],
    ["empty.txt", Buffer.alloc(0)],
  ]);
}

/** Bytes with many calls of x86 in them, near each other, too: what the filter for programs works on. */
function programLike(size: number): Buffer {
  const source = random(7);
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i++) {
    const kind = source.integer(8);
    bytes[i] =
      kind < 2 ? 0xe8 + source.integer(2) : kind < 5 ? 0xff * source.integer(2) : source.integer(256);
  }
  return bytes;
}

/** The sample archives: name, and what 7-Zip is told to make them. */
export const SAMPLES: readonly (readonly [name: string, options: readonly string[]])[] = [
  ["lzma2.7z", ["-m0=LZMA2"]],
  ["lzma-numbers.7z", ["-m0=LZMA:d=64k:lc=0:lp=2:pb=0"]],
  ["small-dictionary.7z", ["-m0=LZMA2:d=4k"]],
  ["stored.7z", ["-m0=Copy", "-x!zeros.bin"]],
  ["deflate.7z", ["-m0=Deflate", "-ms=off"]],
  ["x86.7z", ["-m0=BCJ", "-m1=LZMA2"]],
  ["delta.7z", ["-m0=Delta:3", "-m1=LZMA"]],
  ["encrypted.7z", ["-pinfected"]],
  ["encrypted-names.7z", ["-psecret", "-mhe=on"]],
  ["ppmd.7z", ["-m0=PPMd"]],
  ["aes256.zip", ["-tzip", "-pinfected", "-mem=AES256"]],
  ["aes128.zip", ["-tzip", "-psecret", "-mem=AES128"]],
  ["zipcrypto.zip", ["-tzip", "-pinfected", "-mem=ZipCrypto"]],
];
