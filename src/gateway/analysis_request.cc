#include "gateway/analysis_request.h"

#include <algorithm>
#include <array>

#include "gateway/key_table.h"
#include "gateway/order_reader.h"

namespace yishou::gateway {
namespace {

constexpr std::size_t kMaxRuleIds = 1000;
constexpr std::size_t kMaxDiagnoses = 2000;    // of one encounter, and as many operations
constexpr std::size_t kSpareVisits = 16;       // kept from request to request, so that usual ones need no memory …
constexpr std::size_t kSpareLines = 256;       // … and unusual ones leave none behind
constexpr model::SmallCode kLowestLevel = 11;  // hosp_lv 01–11

// Each enum and its list of names are one table; the names stand in the order of the enumerators.
enum class PatientKey : std::uint8_t {
  kPatnId,
  kPatnName,
  kGend,
  kBrdy,
  kPoolarea,
  kCurrMdtrtId,
  kEncounters,
  kHisData
};
constexpr std::array<std::string_view, 8> kPatientKeys = {
    "patn_id", "patn_name", "gend", "brdy", "poolarea", "curr_mdtrt_id", "fsi_encounter_dtos", "fsi_his_data_dto"};

enum class VisitKey : std::uint8_t {
  kMdtrtId,
  kMedinsId,
  kMedinsName,
  kMedinsLv,
  kAdmDate,
  kDscgDate,
  kMainDisease,
  kDrCodg,
  kAdmDept,
  kAdmDeptName,
  kDscgDept,
  kDscgDeptName,
  kMedType,
  kInsutype,
  kDiseNo,
  kTotal,
  kDiagnoses,
  kOrders,
  kOperations,
};
constexpr std::array<std::string_view, 19> kVisitKeys = {
    "mdtrt_id",       "medins_id",           "medins_name",    "medins_lv",         "adm_date",
    "dscg_date",      "dscg_main_dise_codg", "dr_codg",        "adm_dept_codg",     "adm_dept_name",
    "dscg_dept_codg", "dscg_dept_name",      "med_type",       "insutype",          "dise_no",
    "medfee_sumamt",  "fsi_diagnose_dtos",   "fsi_order_dtos", "fsi_operation_dtos"};

}  // namespace

std::string_view AnalysisPatient::original_rx_id(std::string_view id) const {
  const auto found = std::ranges::lower_bound(renamed, id, {}, &RenamedOrder::id);
  return found != renamed.end() && found->id == id ? found->original : id;
}

class AnalysisParser::Reader {
 public:
  Reader() : patient_keys_(kPatientKeys), visit_keys_(kVisitKeys), orders_(arena_) {}

  Result<const AnalysisRequest*> read(const Message& message) {
    request_.task_id = request_.trig_scen = request_.syscode = {};
    request_.rule_ids.clear();
    request_.notes.clear();
    request_.patients = {};
    patients_used_ = encounters_ = 0;
    arena_.clear();
    orders_.begin_request();
    YISHOU_TRY(const JsonNode* data, message.data());
    FieldValues values(request_.notes, arena_);
    const JsonNode* patients = nullptr;
    for (const JsonNode& child : Children(*data)) {
      if (child.key == "task_id") {
        request_.task_id = values.text(child);
      } else if (child.key == "trig_scen") {
        request_.trig_scen = values.text(child);
      } else if (child.key == "syscode") {
        request_.syscode = values.text(child);
      } else if (child.key == "rule_ids") {
        YISHOU_CHECK_OK(read_rule_ids(values, child));
      } else if (child.key == "patient_dtos") {
        patients = &child;
      } else {
        ++request_.notes.unused_fields;
      }
    }
    const Envelope& sender = message.envelope();
    YISHOU_CHECK_OK(
        for_each_object(patients, [&](const JsonNode& node) { return read_patient(values, node, sender); }));
    YISHOU_CHECK_OK(values.status());
    request_.patients = {patients_.data(), patients_used_};
    return &request_;
  }

 private:
  // A set, one id standing alone, or "" and null for none.
  Status read_rule_ids(FieldValues& values, const JsonNode& node) {
    const auto add = [&](const JsonNode& id) {
      const std::string_view text = values.text(id);
      if (!text.empty()) request_.rule_ids.push_back(text);
    };
    request_.rule_ids.clear();
    if (!node.is_array()) {
      add(node);
      return {};
    }
    for (const JsonNode& child : Children(node)) {
      add(child);
      if (request_.rule_ids.size() > kMaxRuleIds) return too_many("rule_ids", "rule_ids", kMaxRuleIds);
    }
    return {};
  }

  AnalysisPatient& next_patient() {
    if (patients_used_ == patients_.size()) patients_.emplace_back();
    AnalysisPatient& patient = patients_[patients_used_++];
    model::Proposal& proposal = patient.proposal;
    for (model::ProposedVisit& visit : proposal.visits) {
      if (spare_visits_.size() < kSpareVisits && visit.lines.capacity() <= kSpareLines) {
        spare_visits_.push_back(std::move(visit));
      }
    }
    proposal.clear();
    patient.patn_name = patient.poolarea = patient.curr_mdtrt_id = patient.doctor = patient.department =
        patient.department_name = patient.institution_name = {};
    patient.renamed.clear();
    return patient;
  }

  // A visit with the memory of one that was read before, if there is any left.
  model::ProposedVisit& next_visit(model::Proposal& proposal) {
    model::ProposedVisit fresh;
    if (!spare_visits_.empty()) {
      fresh.diagnoses = std::move(spare_visits_.back().diagnoses);
      fresh.operations = std::move(spare_visits_.back().operations);
      fresh.lines = std::move(spare_visits_.back().lines);
      spare_visits_.pop_back();
      fresh.diagnoses.clear();
      fresh.operations.clear();
      fresh.lines.clear();
    }
    return proposal.visits.emplace_back(std::move(fresh));
  }

  Status read_patient(FieldValues& values, const JsonNode& node, const Envelope& sender) {
    if (patients_used_ == kMaxPatients) return too_many("参保人", "patients", kMaxPatients);
    AnalysisPatient& patient = next_patient();
    model::Proposal& proposal = patient.proposal;
    const JsonNode* encounters = nullptr;
    for (const JsonNode& child : Children(node)) {
      switch (const int key = patient_keys_.find(child.key); static_cast<PatientKey>(key)) {
        case PatientKey::kPatnId: proposal.psn_no = values.text(child); break;
        case PatientKey::kPatnName: patient.patn_name = values.text(child); break;
        case PatientKey::kGend: {
          const model::SmallCode sex = values.code(child, 9);
          proposal.sex = sex == 1 ? model::Sex::kMale : sex == 2 ? model::Sex::kFemale : model::Sex::kMissing;
          break;
        }
        case PatientKey::kBrdy: proposal.birth = day_of(values.time(child)); break;
        case PatientKey::kPoolarea: patient.poolarea = values.text(child); break;
        case PatientKey::kCurrMdtrtId: patient.curr_mdtrt_id = values.text(child); break;
        case PatientKey::kEncounters: encounters = &child; break;
        case PatientKey::kHisData: break;
        default: ++request_.notes.unused_fields; break;
      }
    }
    orders_.begin_patient();
    YISHOU_CHECK_OK(
        for_each_object(encounters, [&](const JsonNode& encounter) { return read_visit(values, encounter, patient); }));
    std::ranges::sort(patient.renamed, {}, &RenamedOrder::id);
    choose_current(values, patient, encounters, sender);
    return {};
  }

  // The encounter that curr_mdtrt_id names, the first of them; else the last.
  void choose_current(FieldValues& values, AnalysisPatient& patient, const JsonNode* encounters,
                      const Envelope& sender) {
    std::vector<model::ProposedVisit>& visits = patient.proposal.visits;
    if (visits.empty()) return;
    const auto named = std::ranges::find(visits, patient.curr_mdtrt_id, &model::ProposedVisit::mdtrt_id);
    const bool found = !patient.curr_mdtrt_id.empty() && named != visits.end();
    if (!found && visits.size() > 1) request_.notes.add("curr_mdtrt_id");
    const std::size_t current = found ? static_cast<std::size_t>(named - visits.begin()) : visits.size() - 1;
    patient.proposal.current = current;
    model::ProposedVisit& visit = visits[current];
    // The visit asked about is the sender's, whatever the message says of it: nobody asks in another institution's name.
    if (!sender.fixmedins_code.empty()) visit.institution = sender.fixmedins_code;
    std::size_t at = 0;
    const JsonNode* node = encounters->is_object() ? encounters : nullptr;
    if (node == nullptr) {
      for (const JsonNode& child : Children(*encounters)) {
        if (child.is_object() && at++ == current) node = &child;
      }
    }
    read_people(values, *node, patient);
  }

  // Doctor, department and institution of the current encounter: for the people who read the reminder.
  void read_people(FieldValues& values, const JsonNode& node, AnalysisPatient& patient) {
    std::string_view admission, admission_name;
    for (const JsonNode& child : Children(node)) {
      switch (static_cast<VisitKey>(visit_keys_.find(child.key))) {
        case VisitKey::kDrCodg: patient.doctor = values.text(child); break;
        case VisitKey::kMedinsName: patient.institution_name = values.text(child); break;
        case VisitKey::kAdmDept: admission = values.upper_text(child); break;
        case VisitKey::kAdmDeptName: admission_name = values.text(child); break;
        case VisitKey::kDscgDept: patient.department = values.upper_text(child); break;
        case VisitKey::kDscgDeptName: patient.department_name = values.text(child); break;
        default: break;
      }
    }
    if (patient.department.empty()) patient.department = admission;
    if (patient.department_name.empty()) patient.department_name = admission_name;
  }

  Status read_visit(FieldValues& values, const JsonNode& node, AnalysisPatient& patient) {
    if (++encounters_ > kMaxEncounters) return too_many("就诊", "encounters", kMaxEncounters);
    model::ProposedVisit& visit = next_visit(patient.proposal);
    const JsonNode *diagnoses = nullptr, *orders = nullptr, *operations = nullptr;
    for (const JsonNode& child : Children(node)) {
      switch (static_cast<VisitKey>(visit_keys_.find(child.key))) {
        case VisitKey::kMdtrtId: visit.mdtrt_id = values.text(child); break;
        case VisitKey::kMedinsId: visit.institution = values.text(child); break;
        case VisitKey::kMedinsLv: visit.level = read_level(values, child); break;
        case VisitKey::kAdmDate: visit.begin = values.time(child); break;
        case VisitKey::kDscgDate: visit.end = values.time(child); break;
        case VisitKey::kMainDisease: visit.main_diagnosis = values.upper_text(child); break;
        case VisitKey::kMedType: visit.med_type = values.med_type(child); break;
        case VisitKey::kInsutype: visit.insutype = values.upper_text(child); break;
        case VisitKey::kDiseNo: visit.disease = values.upper_text(child); break;
        case VisitKey::kTotal: visit.total = values.number(child, kFenScale); break;
        case VisitKey::kDiagnoses: diagnoses = &child; break;
        case VisitKey::kOrders: orders = &child; break;
        case VisitKey::kOperations: operations = &child; break;
        case VisitKey::kMedinsName:
        case VisitKey::kDrCodg:
        case VisitKey::kAdmDept:
        case VisitKey::kAdmDeptName:
        case VisitKey::kDscgDept:
        case VisitKey::kDscgDeptName: break;  // read_people
        default: ++request_.notes.unused_fields; break;
      }
    }
    YISHOU_CHECK_OK(
        for_each_object(diagnoses, [&](const JsonNode& row) { return read_diagnosis(values, row, visit); }));
    YISHOU_CHECK_OK(
        for_each_object(operations, [&](const JsonNode& row) { return read_operation(values, row, visit); }));
    return for_each_object(
        orders, [&](const JsonNode& row) { return orders_.read(values, row, request_.notes, patient, visit); });
  }

  // Clients send "05", but also "2" for the second of three grades: only two digits are certain.
  model::SmallCode read_level(FieldValues& values, const JsonNode& node) {
    const std::string_view text = values.text(node);
    if (text.empty()) return model::kNoCode;
    if (text.size() == 2) {
      const model::SmallCode level = values.code(node, kLowestLevel);
      return level == 0 ? model::kNoCode : level;
    }
    request_.notes.add(node.key);
    return model::kNoCode;
  }

  Status read_diagnosis(FieldValues& values, const JsonNode& node, model::ProposedVisit& visit) {
    if (visit.diagnoses.size() == kMaxDiagnoses) return too_many("诊断", "diagnoses of one encounter", kMaxDiagnoses);
    model::ProposedDiagnosis diagnosis;
    for (const JsonNode& child : Children(node)) {
      if (child.key == "dise_codg") {
        diagnosis.code = values.upper_text(child);
      } else if (child.key == "maindise_flag") {
        set_main(values.flag(child), diagnosis.main, diagnosis.main_known);
      }
    }
    if (!diagnosis.code.empty()) visit.diagnoses.push_back(diagnosis);
    return {};
  }

  Status read_operation(FieldValues& values, const JsonNode& node, model::ProposedVisit& visit) {
    if (visit.operations.size() == kMaxDiagnoses) return too_many("手术", "operations of one encounter", kMaxDiagnoses);
    model::ProposedOperation operation;
    for (const JsonNode& child : Children(node)) {
      if (child.key == "oprn_code") {
        operation.code = values.upper_text(child);
      } else if (child.key == "main_oprn_flag") {
        set_main(values.flag(child), operation.main, operation.main_known);
      } else if (child.key == "oprn_date") {
        operation.date = day_of(values.time(child));
      }
    }
    if (!operation.code.empty()) visit.operations.push_back(operation);
    return {};
  }

  static void set_main(std::optional<bool> flag, bool& main, bool& main_known) {
    main = flag.value_or(false);
    main_known = flag.has_value();
  }

  KeyTable patient_keys_, visit_keys_;
  model::TextArena arena_;
  OrderReader orders_;
  AnalysisRequest request_;
  std::vector<AnalysisPatient> patients_;
  std::vector<model::ProposedVisit> spare_visits_;
  std::size_t patients_used_ = 0, encounters_ = 0;
};

AnalysisParser::AnalysisParser() : reader_(std::make_unique<Reader>()) {}
AnalysisParser::~AnalysisParser() = default;

Result<const AnalysisRequest*> AnalysisParser::read(const Message& message) { return reader_->read(message); }

}  // namespace yishou::gateway
