using Contrail.Core.Snapshots;
using Contrail.Sources;

namespace Contrail.Tool.Output;

/// <summary>Which profile was in force, in words.</summary>
internal static class ProfileWords
{
    private const int NameCharsMax = 40;
    private const int ReasonCharsMax = 120;

    /// <summary>A part of a window.</summary>
    public static string Tell(CertifiedProfile profile) =>
        $"{Moments.Time(profile.FromUtc)} to {Moments.Time(profile.ToUtc)} {Name(profile.Profile)}"
        + Because(profile.Because);

    /// <summary>What a recorder that has stepped records now; nothing if it never has.</summary>
    public static string Tell(ActiveProfile? active) =>
        active?.Because is null ? "" : $", profile {Name(active.Name)}{Because(active.Because)}";

    private static string Name(string name) => FileWords.Clean(name, NameCharsMax);

    private static string Because(string? why) => why is null ? "" : $" ({FileWords.Clean(why, ReasonCharsMax)})";
}
