#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <span>
#include <utility>

#include "harness/ingest/line_memory.hpp"

namespace wvagate::ingest {
namespace {

/// Where `part` begins in `whole`; absent where it is no part of it.
std::optional<std::size_t> place_in(std::string_view whole, std::string_view part) {
  const std::less_equal<> not_after;
  if (part.empty() || !not_after(whole.data(), part.data()) ||
      !not_after(part.data() + part.size(), whole.data() + whole.size()))
    return std::nullopt;
  return static_cast<std::size_t>(part.data() - whole.data());
}

/// A text with its escapes resolved, and as it is written.
struct Layer {
  std::string_view text, written;
};

/// Where in the line stands what is read as `part`, which is a part of the line or of a layer; absent where
/// it is none, and behind an escape of another length than two.
std::optional<std::size_t> place_of(std::string_view part, std::string_view line,
                                    std::span<const Layer> layers) {
  if (const auto place = place_in(line, part)) return place;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto [text, written] = layers[i];
    auto left = place_in(text, part);
    if (!left) continue;
    std::size_t place = 0;
    for (; *left > 0; --*left) {
      if (written.substr(place).starts_with("\\u")) return std::nullopt;
      place += written[place] == '\\' ? std::size_t{2} : std::size_t{1};
    }
    return place_of(written.substr(place, part.size()), line, layers.first(i));
  }
  return std::nullopt;
}

/// Whether the bytes of `text` in [begin, end) are all that stands there of `bytes`.
bool is_whole_run(std::string_view text, std::size_t begin, std::size_t end, const ByteSet& bytes) {
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                     text.begin() + static_cast<std::ptrdiff_t>(end), [&](char c) { return bytes.has(c); }) &&
         (begin == 0 || !bytes.has(text[begin - 1])) && (end == text.size() || !bytes.has(text[end]));
}

}  // namespace

const ByteSet& LineMemory::bytes_of(SlotKind kind) {
  return kind == SlotKind::number ? kNumberBytes : kind == SlotKind::digits ? kDigitBytes : kTimeBytes;
}

/// What is to be remembered of a line; nullptr where lines like it could not be told.
std::unique_ptr<LineMemory::Kind> LineMemory::learn(std::string_view line, const MarkerSet& markers) {
  auto kind = std::make_unique<Kind>();
  kind->record = std::make_unique<KnownRecord>();
  KnownRecord& record = *kind->record;
  record.line = line;
  std::string_view text = record.line;
  if (text.ends_with('\r')) text.remove_suffix(1);
  record.framed = has_runtime_frame(text);
  const Peeled peeled = record.unwrapper.peel(text);
  if (peeled.partial) return nullptr;
  record.outermost = peeled.outermost;
  record.source = peeled.source;
  record.markers = record.framed ? find_markers(peeled.record) : markers;
  if (record.markers.none()) return nullptr;
  interpret_noting(peeled, record);
  if (!find_slots(peeled, *kind)) return nullptr;
  record.parsed.numbers = {};
  kind->markers = markers;
  kind->timed = record.what.reading.timed;
  return kind;
}

/// Reads the record and notes where its numbers went, which stay where they are.
void LineMemory::interpret_noting(const Peeled& peeled, KnownRecord& known) {
  ParsedRecord& parsed = known.parsed;
  const auto room = [&] {
    return std::array{parsed.observations.capacity(), parsed.solutions.capacity(), parsed.models.capacity()};
  };
  parsed.notes = true;
  for (std::optional<std::array<std::size_t, 3>> before; before != room();) {  // again where a list has moved
    before = room();
    parsed.numbers.clear();
    known.what = interpret({.text = peeled.record, .stamp = peeled.stamp, .markers = known.markers}, parsed);
  }
  parsed.notes = false;
}

/// Finds out which bytes of the line may differ; false where that cannot be told.
bool LineMemory::find_slots(const Peeled& peeled, Kind& kind) {
  KnownRecord& record = *kind.record;
  const ParsedRecord& parsed = record.parsed;
  const std::string_view line = record.line;
  const std::string_view timestamp = record.what.timestamp;
  if (record.what.reading.kind == Reading::Kind::malformed || !parsed.all_read()) return false;

  std::vector<Layer> layers;
  const bool in_docker = !peeled.docker.log.empty();
  if (in_docker) {
    if (peeled.outermost != Wrapper::docker || peeled.record.data() != peeled.docker.text.data())
      return false;
    layers.push_back({peeled.docker.text, peeled.docker.log});
  }
  layers.push_back({parsed.message.text, parsed.message.written});
  for (const ResolvedText& text : parsed.texts)
    layers.push_back({text.text, text.written});

  std::vector<Slot>& slots = kind.slots;
  const auto add = [&](std::string_view part, SlotKind slot_kind, std::size_t target = kNoTarget) {
    const auto place = place_of(part, line, layers);
    if (place) slots.push_back({*place, *place + part.size(), slot_kind, target});
    return place;
  };
  for (const NotedNumber& number : parsed.numbers) {
    const bool wanted = number.value != nullptr;
    if (!add(number.text, wanted ? SlotKind::number : SlotKind::digits,
             wanted ? record.targets.size() : kNoTarget))
      return false;
    if (wanted) record.targets.push_back({.value = number.value, .digits = number.digits});
  }
  std::optional<std::size_t> timestamp_at;
  if (!timestamp.empty()) {
    const bool of_docker = in_docker && timestamp.data() == peeled.stamp.data();
    timestamp_at = add(of_docker ? peeled.docker.time : timestamp, SlotKind::time);
    if (!timestamp_at) return false;
  }
  if (in_docker) {
    if (peeled.docker.time.empty() || !add(peeled.docker.time, SlotKind::time)) return false;
  } else if (const std::size_t record_begin = *place_in(line, peeled.record); record_begin > 0) {
    kind.record_begin = record_begin;
    add_runs(line.substr(0, record_begin), peeled.source, slots);
  }
  if (!tidy(line, slots, record.targets)) return false;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].begin == timestamp_at) kind.timestamp = i;
  }
  if (record.what.reading.timed) kind.time = understood(timestamp).value_or(TimePoint());
  return true;
}

/// Adds the times and numbers in `text` where nobody reads them, but for those in `source`. None is a part of
/// a marker, and none can become one: no marker has a digit, none of them is left out, and a letter of a time
/// is followed by none.
void LineMemory::add_runs(std::string_view text, std::string_view source, std::vector<Slot>& slots) {
  const auto source_at = place_in(text, source);
  const auto add_all = [&](std::size_t from, std::size_t to, SlotKind kind) {
    const ByteSet& bytes = bytes_of(kind);
    for (std::size_t begin = from; begin < to;) {
      std::size_t end = begin;
      while (end < to && bytes.has(text[end]))
        ++end;
      if (end > begin) slots.push_back({.begin = begin, .end = end, .kind = kind});
      begin = end + 1;
    }
  };
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    std::size_t end = begin;
    while (end < text.size() && kTimeBytes.has(text[end]))
      ++end;
    const bool in_source = source_at && begin < *source_at + source.size() && end > *source_at;
    const bool before_letter = end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])) != 0;
    const std::string_view run = text.substr(begin, end - begin);
    if (!in_source && kDigitBytes.find_in(run) != std::string_view::npos)
      add_all(begin, end, before_letter ? SlotKind::digits : SlotKind::time);
    begin = end;
  }
}

/// Brings the slots in order, one for each stretch; false where two overlap, or where one is not all that
/// stands there of its bytes.
bool LineMemory::tidy(std::string_view line, std::vector<Slot>& slots,
                      std::vector<KnownRecord::Target>& targets) {
  std::stable_sort(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<KnownRecord::Target> in_order;
  std::vector<Slot> kept;
  for (const Slot& slot : slots) {
    const bool overlaps = !kept.empty() && slot.begin < kept.back().end;
    const bool again = overlaps && slot.begin == kept.back().begin && slot.end == kept.back().end;
    // Digits of no consequence that are a part of a number are a part of it.
    const bool idle = slot.kind == SlotKind::digits;
    if (overlaps && !idle && (!again || slot.kind != kept.back().kind)) return false;
    if (overlaps && idle && (slot.end > kept.back().end || kept.back().kind == SlotKind::time)) return false;
    if (overlaps && idle) continue;
    if (!again) {
      if (!is_whole_run(line, slot.begin, slot.end, bytes_of(slot.kind))) return false;
      kept.push_back(slot);
    }
    if (slot.target == kNoTarget) continue;
    if (again) in_order.back().more = true;
    if (!again) kept.back().target = in_order.size();
    in_order.push_back(targets[slot.target]);
  }
  slots = std::move(kept);
  targets = std::move(in_order);
  return true;
}

}  // namespace wvagate::ingest
