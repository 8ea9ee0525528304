import assert from "node:assert/strict";
import { formatNotebook, parseNotebook } from "../../src/notebook/nbformat";
import { stripOutputs } from "../../src/notebook/stripOutputs";

// Written by Python's nbformat rules: json.dumps(nb, ensure_ascii=False, indent=1, sort_keys=True) and a newline.
const JUPYTER = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "a1",
   "metadata": {
    "tags": [
     "keep"
    ]
   },
   "source": [
    "# Tïtle\\n",
    "\\n",
    "text"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 2,
   "id": "b2",
   "metadata": {
    "execution": {
     "shell.execute_reply": "2026-01-01T00:00:00.000Z"
    }
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "one\\n",
      "two\\n"
     ]
    },
    {
     "data": {
      "application/vnd.plotly.v1+json": {
       "data": [
        1
       ],
       "layout": {}
      },
      "text/plain": [
       "a\\n",
       "b"
      ]
     },
     "metadata": {},
     "output_type": "display_data"
    },
    {
     "ename": "E",
     "evalue": "v",
     "output_type": "error",
     "traceback": [
      "t"
     ]
    }
   ],
   "source": []
  }
 ],
 "metadata": {
  "custom": {
   "a": 1,
   "b": null
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

describe("parseNotebook, formatNotebook", () => {
  it("formatNotebook(parseNotebook(text)) gives Jupyter's own bytes back", () => {
    assert.equal(formatNotebook(parseNotebook(JUPYTER)), JUPYTER);
  });

  it("parseNotebook(text) joins texts and keeps JSON types as they are", () => {
    const [markdown, code] = parseNotebook(JUPYTER).cells;
    assert.equal(markdown?.source, "# Tïtle\n\ntext");
    assert.ok(code?.cell_type === "code");
    assert.deepEqual(code.outputs[0], { output_type: "stream", name: "stdout", text: "one\ntwo\n" });
    assert.deepEqual(code.outputs[1], {
      output_type: "display_data",
      metadata: {},
      data: { "application/vnd.plotly.v1+json": { data: [1], layout: {} }, "text/plain": "a\nb" },
    });
  });

  it("formatNotebook(notebook) sorts keys whatever their order and survives a key named __proto__", () => {
    const text = '{"nbformat":4,"metadata":{"z":1,"__proto__":{"x":2},"a":3},"cells":[]}';
    const formatted = formatNotebook(parseNotebook(text));
    assert.match(formatted, /"__proto__": \{\n {3}"x": 2\n {2}\},\n {2}"a": 3,\n {2}"z": 1/);
    assert.equal(({} as { x?: number }).x, undefined);
  });

  it("parseNotebook(text) refuses what is no notebook and names file, cell and output", () => {
    const fails = (text: string, message: string | RegExp) =>
      assert.throws(() => parseNotebook(text, "a.ipynb"), { name: "SyntaxError", message });
    const cells = (cell: string) => `{"nbformat":4,"cells":[${cell}]}`;
    fails("{", /^a\.ipynb: must be JSON, got "\{" \(.+\)$/);
    fails("[]", "a.ipynb: must be a JSON object, got an array of 0");
    fails('{"nbformat":3}', "a.ipynb: nbformat must be 4, got 3; open it in Jupyter and save it again");
    fails("{}", "a.ipynb: nbformat must be 4, got undefined");
    fails('{"nbformat":4}', "a.ipynb: cells must be an array, got undefined");
    fails(cells("1"), "a.ipynb, cell 1: must be an object, got 1");
    fails(cells('{"cell_type":"code"}'), "a.ipynb, cell 1: source must be text, got undefined");
    fails(
      cells('{"cell_type":"x","source":""}'),
      'a.ipynb, cell 1: cell_type must be code, markdown or raw, got "x"',
    );
    fails(
      cells('{"cell_type":"code","source":"","outputs":[{}]}'),
      "a.ipynb, cell 1, output 1: output_type must be stream, display_data, execute_result or error, got undefined",
    );
  });

  it("stripOutputs(notebook) drops outputs, counts and times, keeps the rest and the notebook itself", () => {
    const notebook = parseNotebook(JUPYTER);
    const [markdown, code] = stripOutputs(notebook).cells;
    assert.deepEqual(markdown, notebook.cells[0]);
    assert.deepEqual(code, {
      cell_type: "code",
      id: "b2",
      metadata: {},
      source: "",
      outputs: [],
      execution_count: null,
    });
    assert.equal(formatNotebook(notebook), JUPYTER);
  });
});
