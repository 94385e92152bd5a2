namespace Contrail.Agent.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">A word for what was looked at.</param>
/// <param name="Severity">How well it is.</param>
/// <param name="Text">What was found, in one line.</param>
/// <param name="Remedy">What to do, in one line; null where nothing is to be done.</param>
public sealed record CheckResult(string Check, Severity Severity, string Text, string? Remedy = null)
{
    internal static CheckResult Ok(string check, string text) => new(check, Severity.Ok, text);

    internal static CheckResult Warning(string check, string text, string remedy) =>
        new(check, Severity.Warning, text, remedy);

    internal static CheckResult Problem(string check, string text, string remedy) =>
        new(check, Severity.Problem, text, remedy);
}
