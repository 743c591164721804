#include "harness/store/extract_json.hpp"

#include <array>
#include <cmath>

#include "analysis/core/format.hpp"
#include "harness/store/json_writer.hpp"

namespace wvagate::store {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether JSON spells a number as `digits` do: no plus sign, no leading zero, digits around the point.
bool is_json_number(std::string_view digits) {
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const auto take_digits = [&] {
    std::size_t count = 0;
    while (count < digits.size() && is_digit(digits[count]))
      ++count;
    digits.remove_prefix(count);
    return count;
  };
  const bool leading_zero = digits.starts_with('0');
  const std::size_t whole = take_digits();
  if (whole == 0 || (leading_zero && whole > 1)) return false;
  if (digits.starts_with('.')) {
    digits.remove_prefix(1);
    if (take_digits() == 0) return false;
  }
  if (digits.starts_with('e') || digits.starts_with('E')) {
    digits.remove_prefix(1);
    if (digits.starts_with('+') || digits.starts_with('-')) digits.remove_prefix(1);
    if (take_digits() == 0) return false;
  }
  return digits.empty();
}

}  // namespace

void append_extract_json(std::string& out, const LoggedSample& logged, std::string_view log) {
  const Sample& sample = logged.sample;
  const SampleDigits& d = logged.digits;
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto key = [&](std::string_view name) {
    writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  };
  const auto text = [&](std::string_view name, std::string_view value) {
    key(name);
    const std::string valid = valid_utf8(value);
    if (valid.empty()) {
      writer.Null();
    } else {
      writer.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
    }
  };
  const auto number = [&](std::string_view name, std::string_view digits) {
    key(name);
    const auto value = parse_number(digits);
    if (value && std::isfinite(*value) && is_json_number(digits)) {
      writer.RawValue(digits.data(), digits.size(), rapidjson::kNumberType);
    } else {
      writer.Null();
    }
  };
  writer.StartObject();
  text("timestamp", d.timestamp);
  number("itlAverage", d.itl);
  number("ttftAverage", d.ttft);
  number("rate", d.rate);
  number("inTk", d.in_tokens);
  number("outTk", d.out_tokens);
  number("numRep", d.replicas);
  number("itl", d.predicted_itl);
  number("ttft", d.predicted_ttft);
  number("slo_itl", d.slo_itl);
  number("slo_ttft", d.slo_ttft);
  constexpr std::array<std::string_view, 4> kParameters = {"alpha", "beta", "gamma", "delta"};
  for (std::size_t i = 0; i < kParameters.size(); ++i)
    number(kParameters[i], d.parameters[i]);
  text("variant", sample.variant);
  text("model", sample.model);
  text("service_class", sample.service_class);
  text("accelerator", sample.accelerator);
  number("current_replicas", d.current_replicas);
  number("max_batch", d.max_batch);
  number("rho", d.rho);
  number("max_rpm", d.max_rpm);
  number("cost", d.cost);
  text("log", log);
  key("line");
  writer.Uint64(sample.line);
  writer.EndObject();
  out.append(buffer.GetString(), buffer.GetSize());
  out += '\n';
}

}  // namespace wvagate::store
