#pragma once

#include "harness/ingest/records/record.hpp"

/// A made-up kind of record, all of it in this file: "Harvest counted {bed, pots, wanted}", in which a bed is
/// a variant and its pots are replicas.
namespace wvagate::made_up {

inline constexpr std::string_view kHarvestKeys[] = {"bed", "pots", "wanted"};

inline std::optional<ingest::Fault> read_harvest(ingest::Record& record) {
  ingest::Fields& fields = record.fields;
  if (!fields.any()) return ingest::Fault::of_unknown_version();
  const std::string_view bed = fields.text("bed");
  if (bed.empty()) return Malformed::missing_field;
  record.events.emplace_back(ingest::Decided{.variant = ingest::variant_name(bed),
                                             .action = {},
                                             .current = fields.number("pots").value,
                                             .target = fields.number("wanted").value});
  return std::nullopt;
}

inline constexpr ingest::RecordKind kHarvest = {
    "harvest", "Harvest counted", ingest::Match::begins, kHarvestKeys, 2, true, read_harvest};

}  // namespace wvagate::made_up
