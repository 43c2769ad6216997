"""Reads the workbook that report_test.cc wrote, with nothing of ours, and checks it."""
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
names = [s.get("name") for s in tree.fromstring(book.read("xl/workbook.xml")).iterfind(".//m:sheet", NS)]
assert names == ["明细 findings", "合计 totals"], names
raw = book.read("xl/worksheets/sheet1.xml").decode()
assert "<f>" not in raw and "<f " not in raw, "a formula"
sheet = tree.fromstring(raw)


def text(cell):
    return "".join(t.text or "" for t in cell.iterfind(".//m:t", NS)) if cell.get("t") == "inlineStr" else cell.findtext("m:v", None, NS)


def unescape(s):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), s)


rows = [{re.sub(r"\d", "", c.get("r")): c for c in row.iterfind("m:c", NS)} for row in sheet.iterfind(".//m:row", NS)]
head = [text(c) for c in rows[0].values()]
assert len(head) == 23 and head[0] == "finding_id" and head[-1] == "vola_evid", head
assert len(rows) == 3
assert text(rows[1]["I"]) == "000123456789012345678" and rows[1]["I"].get("t") == "inlineStr", "a long number stays a text"
assert "P" not in rows[1], "a missing time is an empty cell"
assert text(rows[1]["R"]) == "-0.05" or float(text(rows[1]["R"])) == -0.05
assert text(rows[2]["I"]) == "=1+1" and rows[2]["I"].get("t") == "inlineStr"
assert "=cmd|' /C calc'!A0" in text(rows[2]["V"])
assert unescape(text(rows[2]["W"])).endswith(" _x0041_ \x01"), text(rows[2]["W"])
related = text(rows[2]["O"])
assert len(related) == 32767 and "已截断" in related, (len(related), related[-60:])
assert sheet.find(".//m:pane[@state='frozen']", NS) is not None
assert sheet.find(".//m:autoFilter", NS).get("ref") == "A1:W3"
assert len(sheet.findall(".//m:cols/m:col", NS)) >= 5
styles = book.read("xl/styles.xml").decode()
assert "#,##0.00" in styles or 'numFmtId="4"' in styles
assert "yyyy-mm-dd hh:mm:ss" in styles
assert abs(float(text(rows[2]["P"])) - 45720.2125810185) < 1e-6, text(rows[2]["P"])
totals = book.read("xl/worksheets/sheet2.xml").decode()
assert "每行只计一次" in totals and "第一人民医院" in totals
