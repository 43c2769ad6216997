// The words of findings: how a Chinese sentence names an item, a date, an amount.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "base/decimal.h"
#include "rules/rule.h"

namespace yishou::rules {

/// The point's own name of the item, cut to a length that leaves room for the sentence; without one, the billed code.
[[nodiscard]] std::string item_name(const Evaluation& evaluation, model::Index line, std::uint32_t point);
/// “2024-03-01收取的“…””: the head of most sentences. Says so when the fee date is not known.
[[nodiscard]] std::string charged(const Evaluation& evaluation, model::Index line, std::uint32_t point);
/// The first codes of a list, and how many there are in all.
[[nodiscard]] std::string list_of_codes(std::span<const std::string_view> codes);
/// “2024-03-01收取的“NAME””.
[[nodiscard]] std::string charged_as(const Evaluation& evaluation, model::Index line, std::string_view name);
/// The name of an item that a point's value column names; without a short one, the billed code.
[[nodiscard]] std::string value_name(const Evaluation& evaluation, model::Index line, std::uint32_t point);
/// A quantity, number of days … without trailing zeros.
[[nodiscard]] inline std::string number_text(Qty value) { return format_trimmed(value, kQtyScale); }
/// An amount in yuan with its unit.
[[nodiscard]] inline std::string yuan(Fen amount) { return format_decimal(amount, kFenScale) + "元"; }

}  // namespace yishou::rules
