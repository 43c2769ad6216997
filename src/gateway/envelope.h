// Envelope: who sends a message, and the message opened: the first step of every request.
#pragma once

#include <string_view>

#include "base/calendar.h"
#include "base/result.h"
#include "gateway/field_values.h"
#include "gateway/json_tree.h"

namespace yishou::gateway {

/// What a request says of its sender; "" where it says nothing. Nothing here is proven: see signature.h.
struct Envelope {
  std::string_view infno;
  std::string_view msgid;            ///< some provinces send none
  std::string_view mdtrtarea_admvs;  ///< region of treatment; the interface spells it so
  std::string_view insuplc_admdvs;   ///< region of insurance
  std::string_view recer_sys_code;
  std::string_view infver;
  std::string_view opter_type, opter, opter_name;
  std::string_view fixmedins_code, fixmedins_name;
  std::string_view sign_no;
  Second inf_time = kNoSecond;
};

/// A message, opened. Reused from request to request; one thread. Views live until the next read.
class Message {
 public:
  /// Fails as JsonTree::read does, or when a text of the envelope is too long.
  [[nodiscard]] Status read(std::string_view body);

  [[nodiscard]] const Envelope& envelope() const { return envelope_; }
  [[nodiscard]] const ReadingNotes& notes() const { return notes_; }
  /// `input`, or nullptr when it is missing or no object.
  [[nodiscard]] const JsonNode* input() const { return input_; }
  /// `input.data`, or an error that says it is missing.
  [[nodiscard]] Result<const JsonNode*> data() const;

 private:
  JsonTree tree_;
  Envelope envelope_;
  ReadingNotes notes_;
  model::TextArena arena_;
  const JsonNode* input_ = nullptr;
};

}  // namespace yishou::gateway
