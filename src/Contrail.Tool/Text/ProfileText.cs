
namespace Contrail.Tool.Text;

/// <summary>Which profile was in force, in words.</summary>
internal static class ProfileText
{
    private const int MaxNameChars = 40;
    private const int MaxReasonChars = 120;

    /// <summary>A part of a window.</summary>
    public static string Tell(ManifestProfile profile) =>
        $"{TimeFormat.Time(profile.FromUtc)} to {TimeFormat.Time(profile.ToUtc)} {Name(profile.Profile)}"
        + Because(profile.Because);

    /// <summary>What a recorder that has stepped records now; nothing if it never has.</summary>
    public static string Tell(ActiveProfile? active) =>
        active?.Because is null ? "" : $", profile {Name(active.Name)}{Because(active.Because)}";

    /// <summary>To which profiles a recording has stepped within a window; nothing if to none.</summary>
    public static string Steps(IReadOnlyList<ManifestProfile> profiles)
    {
        string[] names = [.. profiles.Where(one => one.Because is not null).Select(one => one.Profile).Distinct()];
        return names.Length == 0
            ? ""
            : $", profile stepped to {string.Join(" and ", names.Select(Name))} ('contrail info' tells when)";
    }

    private static string Name(string name) => TerminalSanitizer.Clean(name, MaxNameChars);

    private static string Because(string? why) =>
        why is null ? "" : $" ({TerminalSanitizer.Clean(why, MaxReasonChars)})";
}
