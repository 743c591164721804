#include "harness/store/json_writer.hpp"

#include <cmath>

#include "analysis/core/format.hpp"

namespace wvagate::store {

std::string valid_utf8(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    valid += length == 0 ? kReplacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return valid;
}

std::string JsonWriter::take() const {
  std::string text(buffer_.GetString(), buffer_.GetSize());
  // Those within texts are written as \\n.
  if (layout_ == Layout::line) std::erase(text, '\n');
  return text + "\n";
}

void JsonWriter::write_string(std::string_view value) {
  const std::string valid = valid_utf8(value);
  writer_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
}

void JsonWriter::member_name(std::string_view name, std::string_view value) {
  key(name);
  if (value.empty()) {
    writer_.Null();
  } else {
    text(value);
  }
}

void JsonWriter::number(std::optional<double> value) {
  if (!value || !std::isfinite(*value)) {
    writer_.Null();
    return;
  }
  const std::string digits = format_shortest(*value);
  writer_.RawValue(digits.data(), digits.size(), rapidjson::kNumberType);
}

}  // namespace wvagate::store
