#include "harness/ingest/decode/log_entry.hpp"

#include <algorithm>

#include "harness/ingest/decode/json_line.hpp"

namespace wvagate::ingest {

bool LogEntry::is_error() const {
  for (const std::string_view name :
       {"ERROR", "error", "DPANIC", "dpanic", "PANIC", "panic", "FATAL", "fatal"}) {
    if (level == name) return true;
  }
  return encoding == Encoding::klog && (level == "E" || level == "F");
}

std::optional<std::string_view> resolve(std::string_view written, bool escaped, TextArena& texts) {
  if (!escaped) return written;
  std::string& text = texts.add();
  if (!append_unescaped(written, text)) return std::nullopt;
  return text;
}

const Decoder* find_decoder(std::span<const Decoder> decoders, std::string_view line) {
  const auto found = std::find_if(decoders.begin(), decoders.end(),
                                  [&](const Decoder& decoder) { return decoder.recognises(line); });
  return found == decoders.end() ? nullptr : &*found;
}

}  // namespace wvagate::ingest
