namespace Contrail;

/// <summary>Describes the recorded process. Unknown texts are empty. Immutable.</summary>
/// <param name="Id">The process id in the recorder's pid namespace; 0 if unknown.</param>
/// <param name="Name">The name of its program.</param>
/// <param name="CommandLine">Its command line, with likely secrets replaced by <c>***</c>.</param>
/// <param name="RuntimeVersion">The version of its runtime, for example <c>10.0.12</c>.</param>
/// <param name="OperatingSystem">As reported by the runtime, for example <c>Linux</c>.</param>
/// <param name="Architecture">As reported by the runtime, for example <c>x64</c>.</param>
public sealed record ProcessFacts(
    int Id, string Name, string CommandLine, string RuntimeVersion, string OperatingSystem, string Architecture)
{
    /// <summary>The value where nothing is known.</summary>
    public static ProcessFacts Unknown { get; } = new(0, "", "", "", "", "");
}
