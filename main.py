"""Start 更新台账 from a checkout, with nothing but Python itself."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    found = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(
        "更新台账需要 Python 3.11、3.12 或 3.13，当前是 " + found + "。请安装其中之一，再运行：\n"
        "renewtrack needs Python 3.11, 3.12 or 3.13; this is " + found + ". Install one and run:\n"
        "\n    python3.11 main.py demo        (Windows: py -3.11 main.py demo)\n"
    )

if sys.argv[1:] == ["--read-sheets"]:  # a frozen program starts itself as the reader of sheets
    from renewtrack import sheet_reader

    sheet_reader.main()
    sys.exit()

from renewtrack import bootstrap

sys.exit(bootstrap.main(sys.argv[1:]))
