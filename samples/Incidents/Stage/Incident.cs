namespace Shop.Stage;

/// <summary>A row of the catalogue: a program with a cause, and what a reader of its recording has to find.</summary>
/// <param name="Name">The name of the program.</param>
/// <param name="Recording">
/// Options of <c>contrail record</c> that the evidence needs; empty for the default profile.
/// </param>
/// <param name="Cause">What is wrong, in a sentence.</param>
/// <param name="Expected">
/// The findings, separated by semicolons: a rule, <c>=</c>, and texts of which the finding contains one, separated by
/// <c>|</c>. Alternatives of the rule are separated by <c>|</c> as well.
/// </param>
/// <param name="Run">The program.</param>
internal sealed record Incident(
    string Name, string Recording, string Cause, string Expected, Func<Scene, Task> Run)
{
    /// <summary>How it is recorded: from outside (attach), with SIGHUP (signal), or from its start (launch).</summary>
    public string Way { get; init; } = "attach";

    /// <summary>The runtimes on which the evidence exists.</summary>
    public string Frameworks { get; init; } = "net10.0 net11.0";

    /// <summary>Variables of the environment that belong to the cause, also in the healthy twin.</summary>
    public string Settings { get; init; } = "-";

    /// <summary>
    /// The control group in which it runs without its companions, <c>cpu=30,memory=200,weight=50</c> (percent of a
    /// processor, MiB, times the usual weight); and after a slash that of the twin.
    /// </summary>
    public string Limits { get; init; } = "-";

    /// <summary>The row, separated by tabs; a dash for nothing.</summary>
    public string ToLine() =>
        string.Join(
        '\t', Name, Way, Frameworks, Settings, OrDash(Recording), OrDash(Expected), Limits, Cause);

    private static string OrDash(string text) => text.Length == 0 ? "-" : text;
}
