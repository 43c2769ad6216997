#include "lake/coders.h"

#include "lake/table_cursor.h"
#include "model/plain_code.h"

namespace yishou::lake {

model::CodeDictionary::Id Codebook::institution(std::string_view code) {
  const auto id = codes.institutions.intern(code);
  if (id >= codes.institution_facts.size()) {
    const auto found = institutions.find(code);
    codes.institution_facts.push_back(found == institutions.end() ? model::Institution{} : found->second);
  }
  return id;
}

std::string_view coder_of(std::string_view table, std::string_view column) {
  if (table == "fee_list_d") {  // hundreds of lines name one visit
    for (const std::string_view id : {"mdtrt_id", "setl_id", "rx_drord_no", "init_feedetl_sn"}) {
      if (column == id) return "code_id";
    }
  }
  if (column == "psn_no") return "code_person";
  if (column == "fixmedins_code") return "code_institution";
  if (column == "med_list_codg") return "code_item";
  if (column == "bilg_dr_code") return "code_doctor";
  if (column == "sin_dos_dscr" || column == "used_frqu_dscr") return "code_note";
  for (const std::string_view word : {"diag_code", "chfpdr_code", "dscg_maindiag_code", "dise_codg", "insutype",
                                      "dise_no", "oprn_oprt_code", "bilg_dept_codg"}) {
    if (column == word) return "code_word";
  }
  for (const std::string_view number :
       {"chrgitm_lv", "list_type", "dscg_tkdrug_flag", "vali_flag", "gend", "hosp_lv", "med_type", "refd_setl_flag",
        "nwb_flag", "maindiag_flag", "med_chrgitm_type", "dscg_way", "adm_cond_type", "main_oprn_flag"}) {
    if (column == number) return "code_number";
  }
  return {};
}

Result<std::unique_ptr<ReadingEngines>> ReadingEngines::open(std::uint64_t memory_bytes) {
  // One thread each: the order of a file is the order of its rows, and parts are the unit of parallelism.
  const duck::DatabaseOptions options{.threads = 1, .memory_bytes = memory_bytes};
  YISHOU_TRY(duck::Database side, duck::Database::open("", options));
  YISHOU_TRY(duck::Database main, duck::Database::open("", options));
  std::unique_ptr<ReadingEngines> engines(new ReadingEngines(std::move(side), std::move(main)));
  YISHOU_CHECK_OK(engines->register_coders(engines->side_));
  YISHOU_CHECK_OK(engines->register_coders(engines->main_));
  return engines;
}

Status ReadingEngines::register_coders(const duck::Database& database) {
  YISHOU_TRY(duck::Connection connection, database.connect());
  const auto add = [&](const char* name, auto intern) {
    return connection.register_coder(
        name, [this, intern](std::string_view text) { return static_cast<std::int32_t>(intern(*book_, text)); });
  };
  YISHOU_CHECK_OK(add("code_person", [](Codebook& book, auto text) { return book.persons.intern(text); }));
  YISHOU_CHECK_OK(add("code_id", [](Codebook& book, auto text) { return book.ids.add(text); }));
  YISHOU_CHECK_OK(add("code_institution", [](Codebook& book, auto text) { return book.institution(text); }));
  YISHOU_CHECK_OK(add("code_item", [](Codebook& book, auto text) { return book.codes.items.intern(text); }));
  YISHOU_CHECK_OK(add("code_doctor", [](Codebook& book, auto text) { return book.codes.doctors.intern(text); }));
  YISHOU_CHECK_OK(add("code_note", [](Codebook& book, auto text) { return book.codes.notes.intern(text); }));
  YISHOU_CHECK_OK(
      add("code_word", [](Codebook& book, auto text) { return book.codes.words.intern(model::plain_code(text)); }));
  return connection.register_coder("code_number", number_of_code);
}

}  // namespace yishou::lake
