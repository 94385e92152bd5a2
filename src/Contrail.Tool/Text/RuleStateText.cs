using Contrail.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Reports that rules cannot fire now.</summary>
internal static class RuleStateText
{
    /// <summary>A sentence without its end: the profile in force lacks the events of a condition.</summary>
    public static string NotRecorded(ActiveProfile? profile, string condition)
    {
        string recorded = profile is null ? "what is recorded" : $"the profile '{profile.Name}'";
        return $"cannot fire now: {recorded} lacks the events of {condition}";
    }

    /// <summary>A sentence without its end: the quota of a rule is used up.</summary>
    public static string Of(UsedQuota used)
    {
        string time = used.IsDaily ? "24 hours" : "an hour";
        string max = used.MaxCount is { } count ? $" of {Page.Counted(count, "snapshot")} in {time}" : $" of {time}";
        return $"its quota{max} is used up; it fires again when the oldest of them is {time} old";
    }
}
