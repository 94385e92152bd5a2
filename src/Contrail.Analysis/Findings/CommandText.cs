namespace Contrail.Analysis.Findings;

/// <summary>Commands of next steps, which work as they are printed.</summary>
internal static class CommandText
{
    /// <summary>The command that shows who calls a method; a shell leaves the quoted name as it is.</summary>
    public static string Callers(string method) => $"contrail view callers FILE --method '{method}'";
}
