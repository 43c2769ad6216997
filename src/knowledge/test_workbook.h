// Small workbooks for tests: sheets of texts and numbers as an .xlsx in memory.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zip.h>

namespace yishou::knowledge {

struct TestSheet {
  std::string name;
  std::vector<std::vector<std::string>> rows;  ///< "#12" is the number 12; "=" a formula without result; "" no cell
  std::string more;                            ///< XML after sheetData, e.g. merged cells
};

inline std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else out += c;
  }
  return out;
}

/// A zip of the given parts.
inline std::string zip_of(const std::vector<std::pair<std::string, std::string>>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* out = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(out);
  zip_t* zip = zip_open_from_source(out, ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : parts) {
    zip_source_t* part = zip_source_buffer(zip, text.data(), text.size(), 0);
    zip_file_add(zip, name.c_str(), part, ZIP_FL_ENC_UTF_8);
  }
  zip_close(zip);
  zip_source_open(out);
  zip_source_seek(out, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(out)), '\0');
  zip_source_seek(out, 0, SEEK_SET);
  zip_source_read(out, bytes.data(), bytes.size());
  zip_source_close(out);
  zip_source_free(out);
  return bytes;
}

inline std::string workbook_of(const std::vector<TestSheet>& sheets) {
  std::vector<std::pair<std::string, std::string>> parts;
  parts.emplace_back(
      "_rels/.rels",
      R"(<Relationships xmlns="r"><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>)");
  std::string book = R"(<workbook xmlns:r="r"><sheets>)", relations = R"(<Relationships xmlns="r">)";
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    book += fmt::format(R"(<sheet name="{}" sheetId="{}" r:id="s{}"/>)", xml_text(sheets[i].name), i + 1, i);
    relations += fmt::format(R"(<Relationship Id="s{}" Type="x/worksheet" Target="worksheets/{}.xml"/>)", i, i);
    std::string xml = "<worksheet><sheetData>";
    for (std::size_t r = 0; r < sheets[i].rows.size(); ++r) {
      xml += fmt::format(R"(<row r="{}">)", r + 1);
      for (std::size_t c = 0; c < sheets[i].rows[r].size(); ++c) {
        const std::string& text = sheets[i].rows[r][c];
        const std::string at = fmt::format("{}{}", static_cast<char>('A' + c), r + 1);
        if (text.empty()) continue;
        if (text == "=") xml += fmt::format(R"(<c r="{}"><f>A1</f></c>)", at);
        else if (text[0] == '#') xml += fmt::format(R"(<c r="{}"><v>{}</v></c>)", at, text.substr(1));
        else xml += fmt::format(R"(<c r="{}" t="inlineStr"><is><t>{}</t></is></c>)", at, xml_text(text));
      }
      xml += "</row>";
    }
    parts.emplace_back(fmt::format("xl/worksheets/{}.xml", i), xml + "</sheetData>" + sheets[i].more + "</worksheet>");
  }
  parts.emplace_back("xl/workbook.xml", book + "</sheets></workbook>");
  parts.emplace_back("xl/_rels/workbook.xml.rels", relations + "</Relationships>");
  return zip_of(parts);
}

}  // namespace yishou::knowledge
