#include "lake/coders.h"

#include "lake/table_cursor.h"

namespace yishou::lake {
namespace {

std::int32_t as_int(model::CodeDictionary::Id id) { return static_cast<std::int32_t>(id); }

// Diagnosis codes are compared in upper case (rules.md A8).
std::string upper(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace

model::CodeDictionary::Id Codebook::institution(std::string_view code) {
  const auto id = codes.institutions.intern(code);
  if (id >= codes.institution_facts.size()) {
    const auto found = institutions.find(code);
    codes.institution_facts.push_back(found == institutions.end() ? model::Institution{} : found->second);
  }
  return id;
}

std::string_view Codebook::word(std::int32_t code) const {
  return code < 0 ? std::string_view{} : codes.words.text(static_cast<model::CodeDictionary::Id>(code));
}

std::string_view coder_of(std::string_view column) {
  if (column == "psn_no") return "code_person";
  if (column == "fixmedins_code") return "code_institution";
  if (column == "med_list_codg") return "code_item";
  if (column == "bilg_dr_code") return "code_doctor";
  for (const std::string_view word : {"diag_code", "chfpdr_code", "dscg_maindiag_code", "dise_codg", "insutype"}) {
    if (column == word) return "code_word";
  }
  for (const std::string_view number : {"chrgitm_lv", "list_type", "dscg_tkdrug_flag", "vali_flag", "gend", "hosp_lv", "med_type",
                                        "refd_setl_flag", "nwb_flag", "maindiag_flag"}) {
    if (column == number) return "code_number";
  }
  return {};
}

Status register_coders(duck::Connection& connection, Codebook& book) {
  model::Dictionaries& codes = book.codes;
  YISHOU_CHECK_OK(connection.register_coder("code_person", [&book](auto text) { return as_int(book.persons.intern(text)); }));
  YISHOU_CHECK_OK(connection.register_coder("code_institution", [&book](auto text) { return as_int(book.institution(text)); }));
  YISHOU_CHECK_OK(connection.register_coder("code_item", [&codes](auto text) { return as_int(codes.items.intern(text)); }));
  YISHOU_CHECK_OK(connection.register_coder("code_doctor", [&codes](auto text) { return as_int(codes.doctors.intern(text)); }));
  YISHOU_CHECK_OK(connection.register_coder("code_word", [&codes](auto text) { return as_int(codes.words.intern(upper(text))); }));
  return connection.register_coder("code_number", number_of_code);
}

}  // namespace yishou::lake
