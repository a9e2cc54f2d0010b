// Names of features as one buffer of UTF-8; a text is made only when it is to be shown.

// "东里小区甲3号楼" -> 甲3; "望江里 12" -> 12; "A-2幢" -> A-2 (as maps/names.py has it)
const NUMBER =
  /((?:[甲乙丙丁戊己庚辛东西南北中]|[A-Za-z](?![A-Za-z]))?\d+[A-Za-z]?(?:[-—、,]\d+[A-Za-z]?)*)\s*(?:号楼|号|#楼?|＃楼?|栋|幢|座|楼)?$/;
const UNNUMBERED = /无号[0-9A-Za-z]+(?:-\d+)?(?:号楼)?$/; // told apart by its place alone
const SIGNS = 60; // a longer one is cut on the map; the card shows it whole

export class Names {
  constructor(buffer, { estates }) {
    const count = buffer.byteLength ? new DataView(buffer).getUint32(0, true) : 0;
    this.count = count;
    this.estates = estates; // [id, name, features, x, y, width, height]
    this._ends = new Uint32Array(buffer, 4, count + 1);
    this._bytes = new Uint8Array(buffer, 4 + 4 * (count + 1));
    this._decoder = new TextDecoder();
  }

  /** Return the label of a row; "" for a row that is not there. */
  label(row) {
    if (!(row >= 0 && row < this.count)) return '';
    return this._decoder.decode(this._bytes.subarray(this._ends[row], this._ends[row + 1]));
  }

  /** Return the number of a row's building; "" where none stands in its label, null for none. */
  number(row) {
    const label = this.label(row).slice(-2 * SIGNS);
    if (UNNUMBERED.test(label)) return null;
    return NUMBER.exec(label)?.[1].slice(0, SIGNS) ?? '';
  }
}
