#include "gateway/envelope.h"

namespace yishou::gateway {
namespace {

struct EnvelopeText {
  std::string_view key;
  std::string_view Envelope::* to;
};
constexpr EnvelopeText kEnvelopeTexts[] = {
    {"infno", &Envelope::infno},
    {"msgid", &Envelope::msgid},
    {"mdtrtarea_admvs", &Envelope::mdtrtarea_admvs},
    {"mdtrtarea_admdvs", &Envelope::mdtrtarea_admvs},  // the spelling that people correct by themselves
    {"insuplc_admdvs", &Envelope::insuplc_admdvs},
    {"recer_sys_code", &Envelope::recer_sys_code},
    {"infver", &Envelope::infver},
    {"opter_type", &Envelope::opter_type},
    {"opter", &Envelope::opter},
    {"opter_name", &Envelope::opter_name},
    {"fixmedins_code", &Envelope::fixmedins_code},
    {"fixmedins_name", &Envelope::fixmedins_name},
    {"sign_no", &Envelope::sign_no},
};

}  // namespace

Status Message::read(std::string_view body) {
  envelope_ = {};
  notes_.clear();
  input_ = nullptr;
  YISHOU_CHECK_OK(tree_.read(body));
  FieldValues values(notes_, arena_);
  for (const JsonNode& child : Children(tree_.root())) {
    if (child.key == "input") {
      input_ = one_object(&child);
    } else if (child.key == "inf_time") {
      envelope_.inf_time = values.time(child);
    } else {
      for (const auto& [key, to] : kEnvelopeTexts) {
        if (child.key == key) envelope_.*to = values.text(child);
      }
    }
  }
  return values.status();
}

Result<const JsonNode*> Message::data() const {
  const JsonNode* data = input_ == nullptr ? nullptr : one_object(input_->find("data"));
  if (data != nullptr) return data;
  return fail(ErrorCode::kBadInput,
              "缺少交易输入 input.data，请按接口规范组织报文 · input.data is missing: build the message as the "
              "specification says");
}

}  // namespace yishou::gateway
