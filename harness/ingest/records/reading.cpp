#include "harness/ingest/records/reading.hpp"

#include <chrono>
#include <variant>

#include "harness/ingest/records/record.hpp"

namespace wvagate::ingest {
namespace {

/// Where the controller is in its cycle, by the place of the line and not by its time.
bool is_boundary(const Event& event) {
  return std::holds_alternative<ControllerStarted>(event) || std::holds_alternative<CycleBegan>(event) ||
         std::holds_alternative<CycleEnded>(event) || std::holds_alternative<ModelBegan>(event) ||
         std::holds_alternative<NoServers>(event);
}

/// How far a collector's time may be from the controller's to be the same line's.
constexpr auto kCollectorDelay = std::chrono::seconds(60);

/// The finer of two spellings of a line's time: zap's console form has whole seconds, to which a collector's
/// stamp adds the fraction.
std::string_view finer_timestamp(std::string_view own, std::string_view stamp) {
  if (own.empty()) return stamp;
  if (stamp.empty() || own.find('.') != std::string_view::npos || stamp.find('.') == std::string_view::npos)
    return own;
  const auto written = parse_log_time(own);
  const auto collected = parse_log_time(stamp);
  if (!written || !collected) return own;
  const auto delay = *collected > *written ? *collected - *written : *written - *collected;
  return delay < kCollectorDelay ? stamp : own;
}

}  // namespace

void read_record(std::string_view text, std::string_view stamp, std::span<const Decoder> decoders,
                 std::span<const RecordKind> kinds, Reading& reading) {
  reading.decoder = find_decoder(decoders, text);
  reading.kind = nullptr;
  reading.time.reset();
  reading.timestamp = {};
  reading.fault.reset();
  reading.events.clear();
  reading.texts.clear();
  if (reading.decoder == nullptr) return;
  reading.entry = {.encoding = reading.decoder->encoding};
  reading.fault = reading.decoder->decode(text, reading.texts, reading.entry);
  if (reading.fault) return;
  reading.timestamp = finer_timestamp(reading.entry.timestamp, stamp);
  reading.kind = find_kind(kinds, reading.entry);
  if (reading.kind == nullptr) {
    reading.time = parse_log_time(reading.timestamp);
    return;
  }
  reading.fault = reading.fields.collect(reading.entry, reading.kind->keys, reading.texts);
  if (reading.fault) return;
  Record record{.kind = *reading.kind,
                .entry = reading.entry,
                .fields = reading.fields,
                .texts = reading.texts,
                .events = reading.events};
  reading.fault = reading.kind->read(record);
  if (!record.own_time.empty()) reading.timestamp = record.own_time;
  reading.time = parse_log_time(reading.timestamp);
  // klog has no year: what comes in it needs no time.
  if (reading.time || reading.entry.encoding == Encoding::klog) return;
  if (!reading.fault && !reading.events.empty()) reading.fault = Malformed::bad_time;
  std::erase_if(reading.events, [](const Event& event) { return !is_boundary(event); });
}

}  // namespace wvagate::ingest
