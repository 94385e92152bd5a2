namespace Contrail.Triggers;

/// <summary>A rule that does not fire because it has taken as many snapshots as it may. Immutable.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="IsDaily">Whether it is the quota of 24 hours; otherwise that of an hour.</param>
/// <param name="MaxCount">The quota; null if the rule no longer has one.</param>
/// <param name="FiringCount">How often the rule has fired.</param>
internal sealed record UsedQuota(string Rule, bool IsDaily, int? MaxCount, long FiringCount);
