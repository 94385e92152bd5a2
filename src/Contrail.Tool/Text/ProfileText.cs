
namespace Contrail.Tool.Text;

/// <summary>Describes the active profile.</summary>
internal static class ProfileText
{
    private const int MaxNameChars = 40;
    private const int MaxReasonChars = 120;

    /// <summary>Describes the profile of a part of a window.</summary>
    public static string Describe(ManifestProfile profile) =>
        $"{TimeFormat.Time(profile.FromUtc)} to {TimeFormat.Time(profile.ToUtc)} {Name(profile.Profile)}"
        + Because(profile.Because);

    /// <summary>Describes the active profile after a change; empty if it never changed.</summary>
    public static string Describe(ActiveProfile? active) =>
        active?.Because is null ? "" : $", profile {Name(active.Name)}{Because(active.Because)}";

    /// <summary>Lists the profiles to which a recording changed within a window; empty without a change.</summary>
    public static string Steps(IReadOnlyList<ManifestProfile> profiles)
    {
        string[] names = [.. profiles.Where(one => one.Because is not null).Select(one => one.Profile).Distinct()];
        return names.Length == 0
            ? ""
            : $", profile changed to {string.Join(" and ", names.Select(Name))} (see 'contrail info')";
    }

    private static string Name(string name) => TerminalSanitizer.Clean(name, MaxNameChars);

    private static string Because(string? why) =>
        why is null ? "" : $" ({TerminalSanitizer.Clean(why, MaxReasonChars)})";
}
