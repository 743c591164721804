#include "harness/ingest/line_memory.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace wvagate::ingest {

void LineMemory::tell(const Kind& kind, const char* text, Recognised& recognised) {
  recognised.record = kind.record.get();
  recognised.size = kind.size;
  recognised.stamp = {.time = kind.time, .timestamp = {}};
  if (kind.timestamp) {
    const Slot& timestamp = kind.slots[*kind.timestamp];
    recognised.stamp.timestamp = {text + timestamp.begin, timestamp.end - timestamp.begin};
  }
}

void LineMemory::keep() {
  for (const Shelf* shelf : {&telling_, &idle_}) {
    for (const auto& kind : shelf->kinds) {
      if (kind->text == kind->kept.data()) continue;
      kind->kept.assign(kind->text, kind->size);
      kind->kept.append(kPadding, '\0');
      kind->text = kind->kept.data();
    }
  }
}

/// Whether the wrappers of `line`, which is like the one of `record` but for numbers and times, come off as
/// its do: that can depend on these.
bool LineMemory::peels_alike(const KnownRecord& record, std::string_view line, std::size_t record_begin) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const Peeled peeled = unwrapper_.peel(line);
  return peeled.record.data() == line.data() + record_begin && peeled.outermost == record.outermost &&
         peeled.source == record.source && !peeled.partial;
}

void LineMemory::follow(Kind& kind) {
  if (last_ != nullptr) last_->next = &kind;
  last_ = &kind;
  kind.used = ++uses_;
  if (kind.key == kNoKey || kinds_of(kind.key) == &kind) return;
  take_out(kind);
  kind.alike = std::exchange(kinds_of(kind.key), &kind);
}

/// Takes a kind that has a key out of those that have a like one.
void LineMemory::take_out(Kind& kind) {
  Kind** place = &kinds_of(kind.key);
  while (*place != nullptr && *place != &kind)
    place = &(*place)->alike;
  if (*place != nullptr) *place = kind.alike;
}

std::uint64_t LineMemory::key_of(const char* text) {
  std::array<std::uint64_t, 2> words;
  std::memcpy(words.data(), text + kKeyAt, sizeof words);
  return ((words[0] * 0x9E3779B97F4A7C15) ^ std::rotl(words[1], 29)) * 0xE7037ED1A0B428DB | 1;
}

bool LineMemory::recognise_fast(const char* text, std::vector<Change>& changes, Recognised& recognised) {
  const std::uint64_t key = key_of(text);
  Kind* const expected = last_ != nullptr ? last_->next : nullptr;
  const auto is = [&](Kind* kind) {
    if (kind == nullptr || (kind->key != key && kind->key != kNoKey)) return false;
    if (!match(*kind, text, changes, recognised)) return false;
    ++(kind->record != nullptr ? telling_ : idle_).recognised;
    follow(*kind);
    return true;
  };
  if (is(expected)) return true;
  int tries = 0;
  for (Kind* told = kinds_of(key); told != nullptr; told = told->alike) {
    if (told == expected || told->key != key) continue;
    if (is(told)) return true;
    if (++tries == kMostTries) break;
  }
  return false;
}

bool LineMemory::recognise(std::string_view line, const MarkerSet& markers, std::vector<Change>& changes,
                           Recognised& recognised, std::vector<std::unique_ptr<KnownRecord>>& forgotten) {
  for (const auto& kind : telling_.kinds) {
    if (kind->markers != markers || !match(*kind, line.data(), changes, recognised)) continue;
    ++telling_.recognised;
    follow(*kind);
    return true;
  }
  ++telling_.missed;
  if (most_lines_ == 0 || line.size() > longest_line_ || !telling_.wants_another()) return false;
  auto learned = learn(line, markers);
  if (learned == nullptr) return false;
  if (auto other = put(telling_, std::move(learned), line)) forgotten.push_back(std::move(other->record));
  tell(*last_, line.data(), recognised);
  return true;
}

void LineMemory::learn_idle(std::string_view line) {
  if (!line.starts_with('{')) return;
  const std::uint64_t key = key_of(line.data());
  for (const auto& kind : idle_.kinds) {
    std::vector<Change> none;
    Recognised recognised;
    if (kind->key == key && match(*kind, line.data(), none, recognised)) return follow(*kind);
  }
  ++idle_.missed;
  if (most_lines_ == 0 || line.size() > longest_line_ || !idle_.wants_another()) return;
  auto kind = std::make_unique<Kind>();
  add_runs(line, {}, kind->slots);
  put(idle_, std::move(kind), line);
}

/// Puts a new kind, of the line that was read last, in the place of the one that was of use longest ago,
/// where there is no room; gives that one.
std::unique_ptr<LineMemory::Kind> LineMemory::put(Shelf& shelf, std::unique_ptr<Kind> kind,
                                                  std::string_view line) {
  kind->text = line.data();
  kind->size = line.size() + 1;
  const auto in_key = [](const Slot& slot) { return slot.begin < kKeyAt + kKeySize && slot.end >= kKeyAt; };
  if (line.size() >= kKeyAt + kKeySize && std::none_of(kind->slots.begin(), kind->slots.end(), in_key))
    kind->key = key_of(line.data());
  if (found_.size() < kind->slots.size()) found_.resize(kind->slots.size());
  std::unique_ptr<Kind> other;
  if (shelf.kinds.size() < most_lines_) {
    shelf.kinds.push_back(std::move(kind));
    follow(*shelf.kinds.back());
    return other;
  }
  auto& place = *std::min_element(shelf.kinds.begin(), shelf.kinds.end(),
                                  [](const auto& a, const auto& b) { return a->used < b->used; });
  other = std::exchange(place, std::move(kind));
  for (const Shelf* each : {&telling_, &idle_}) {
    for (const auto& rest : each->kinds) {
      if (rest->next == other.get()) rest->next = nullptr;
    }
  }
  if (other->key != kNoKey) take_out(*other);
  if (last_ == other.get()) last_ = nullptr;
  follow(*place);
  return other;
}

}  // namespace wvagate::ingest
