namespace Contrail.Agent.Doctor;

/// <summary>The result of one check.</summary>
/// <param name="Check">The name of the check.</param>
/// <param name="Severity">The severity.</param>
/// <param name="Text">The finding, in one line.</param>
/// <param name="Remedy">What to do, in one line; null if nothing needs to be done.</param>
public sealed record CheckResult(string Check, Severity Severity, string Text, string? Remedy = null)
{
    internal static CheckResult Ok(string check, string text) => new(check, Severity.Ok, text);

    internal static CheckResult Warning(string check, string text, string remedy) =>
        new(check, Severity.Warning, text, remedy);

    internal static CheckResult Problem(string check, string text, string remedy) =>
        new(check, Severity.Problem, text, remedy);
}
