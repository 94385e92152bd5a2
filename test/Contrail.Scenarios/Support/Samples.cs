using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>
/// How often a scenario repeats what varies from time to time. The usual number fails if the behavior is broken; the
/// large one, of <c>bench/samples.sh</c>, measures how often the behavior varies.
/// </summary>
public static class Samples
{
    private static readonly bool AreLarge = Environment.GetEnvironmentVariable("CONTRAIL_LARGE_SAMPLES") == "1";

    public static int Of(int usual, int large) => AreLarge ? large : usual;

    /// <summary>
    /// For behavior in which the runtimes do not differ: one of <see cref="TargetBuild.Frameworks"/>, or all of them.
    /// </summary>
    public static TheoryData<string> Frameworks(string usual) => AreLarge ? [.. TargetBuild.Frameworks] : [usual];
}
