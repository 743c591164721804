#include "harness/ingest/records/record.hpp"

#include <algorithm>

#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Whether `text` begins with all words of `phrase`: "Queue metrics" does not begin with "Queue metric".
bool begins_with_words(std::string_view text, std::string_view phrase) {
  if (text.empty() || text.front() != phrase.front() || !text.starts_with(phrase)) return false;
  return (text.size() == phrase.size() || !is_word_character(text[phrase.size()]));
}

bool is_of(const RecordKind& kind, const LogEntry& entry) {
  if (kind.match == Match::begins) return begins_with_words(entry.message, kind.phrase);
  if (entry.message.find(kind.phrase) != std::string_view::npos) return true;
  return kind.match == Match::anywhere && entry.object.find(kind.phrase) != std::string_view::npos;
}

}  // namespace

const RecordKind* find_kind(std::span<const RecordKind> kinds, const LogEntry& entry) {
  for (const Match match : {Match::begins, Match::contains, Match::anywhere}) {
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const RecordKind& kind) {
      return kind.match == match && is_of(kind, entry);
    });
    if (found != kinds.end()) return &*found;
  }
  return nullptr;
}

std::optional<std::string_view> text_after(std::string_view text, std::string_view phrase) {
  const std::size_t at = text.find(phrase);
  if (at == std::string_view::npos) return std::nullopt;
  return text.substr(at + phrase.size());
}

std::string_view variant_in(std::string_view sentence) {
  for (const std::string_view phrase : {"variant=", "variant ", "variant: "}) {
    const auto rest = text_after(sentence, phrase);
    if (!rest) continue;
    std::string_view name = rest->substr(0, rest->find_first_of(" ,"));
    if (name.ends_with(':')) name.remove_suffix(1);
    if (!name.empty()) return name;
  }
  return {};
}

VariantName variant_name(std::string_view text, std::string_view name_space) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {text, name_space};
  return {text.substr(slash + 1), text.substr(0, slash)};
}

}  // namespace wvagate::ingest
