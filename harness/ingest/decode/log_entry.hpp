#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/ingest/decode/fault.hpp"

namespace wvagate::ingest {

/// How a line spells its parts.
enum class Encoding : std::uint8_t { zap_json, zap_console, klog };

/// One log entry, however it was encoded and collected. Views point into the line, or into the TextArena that
/// it was decoded with.
struct LogEntry {
  Encoding encoding = Encoding::zap_json;
  std::string_view timestamp;  ///< as written by the controller; empty for klog, whose times have no year
  std::string_view level;      ///< as written: "INFO", "info", "LEVEL(-4)", "E"
  std::string_view logger;     ///< empty unless it is named
  std::string_view caller;     ///< "saturation/engine_v2.go:695"; empty if not logged
  std::string_view message;    ///< escapes resolved
  std::string_view object;     ///< the JSON object that holds the fields; empty without one
  std::string_view pairs;      ///< klog's key=value pairs behind a quoted message

  /// Level error or above.
  bool is_error() const;
};

/// Texts that are made while a line is read. They stay where they are until clear().
class TextArena {
 public:
  /// An empty text to be filled.
  std::string& add() {
    if (used_ == texts_.size()) texts_.emplace_back();
    std::string& text = texts_[used_++];
    text.clear();
    return text;
  }
  void clear() { used_ = 0; }

 private:
  std::deque<std::string> texts_;
  std::size_t used_ = 0;
};

/// What the JSON string `written` spells, kept in `texts` if it has escapes. Absent if an escape is broken.
std::optional<std::string_view> resolve(std::string_view written, bool escaped, TextArena& texts);

/// A form of line. Adding one takes a file with its two functions, their declarations and an Encoding here,
/// and a line in kDecoders.
struct Decoder {
  Encoding encoding{};
  std::string_view name;  ///< "zap console"
  /// Whether the line, without what a collector puts before it, is of this form. Looks at its front only.
  bool (*recognises)(std::string_view line);
  /// Takes the line apart. Returns why it cannot.
  std::optional<Fault> (*decode)(std::string_view line, TextArena& texts, LogEntry& entry);
};

bool is_zap_json(std::string_view line);
std::optional<Fault> decode_zap_json(std::string_view line, TextArena& texts, LogEntry& entry);
bool is_zap_console(std::string_view line);
std::optional<Fault> decode_zap_console(std::string_view line, TextArena& texts, LogEntry& entry);
bool is_klog(std::string_view line);
std::optional<Fault> decode_klog(std::string_view line, TextArena& texts, LogEntry& entry);

inline constexpr Decoder kDecoders[] = {
    {Encoding::zap_json, "zap JSON", is_zap_json, decode_zap_json},
    {Encoding::zap_console, "zap console", is_zap_console, decode_zap_console},
    {Encoding::klog, "klog", is_klog, decode_klog},
};

/// The decoder that recognises `line`; nullptr if none does.
const Decoder* find_decoder(std::span<const Decoder> decoders, std::string_view line);

}  // namespace wvagate::ingest
