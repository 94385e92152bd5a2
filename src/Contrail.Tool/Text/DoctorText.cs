using Contrail.Agent.Doctor;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes the check results of the doctor: one line per check, and a verdict.</summary>
internal static class DoctorText
{
    private const int ConditionColumns = 9;
    private const int CheckColumns = 12;

    public static void Write(TextWriter output, IReadOnlyList<CheckResult> found, string verdict)
    {
        AnsiConsoleOutput target = new(output);
        if (target.IsTerminal)
        {
            WriteTable(AnsiConsole.Create(new AnsiConsoleSettings { Out = target }), found);
            output.WriteLine(NumberFormat.OneLine(verdict));
            return;
        }

        foreach (CheckResult one in found)
        {
            string remedy = one.Remedy is null ? "" : " Remedy: " + one.Remedy;
            output.WriteLine(NumberFormat.OneLine(
                Word(one.Severity).PadRight(ConditionColumns) + one.Check.PadRight(CheckColumns) + one.Text + remedy));
        }

        output.WriteLine(NumberFormat.OneLine(verdict));
    }

    /// <summary>Returns the results in one sentence; a pid of 0 means this machine or container.</summary>
    public static string Verdict(IReadOnlyList<CheckResult> found, int pid)
    {
        int problems = found.Count(one => one.Severity == Severity.Problem);
        int warnings = found.Count(one => one.Severity == Severity.Warning);
        string what = pid == 0 ? "Recording works on this machine" : $"Process {pid} can be recorded";
        string whatNot = pid == 0 ? "Recording does not work on this machine" : $"Process {pid} cannot be recorded";
        return problems > 0 ? $"{whatNot}: {Page.Counted(problems, "problem")}."
            : warnings > 0 ? $"{what}, with {Page.Counted(warnings, "warning")}."
            : $"{what}.";
    }

    private static string Word(Severity severity) => severity switch
    {
        Severity.Ok => "ok",
        Severity.Warning => "warning",
        _ => "problem",
    };

    private static void WriteTable(IAnsiConsole console, IReadOnlyList<CheckResult> found)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (CheckResult one in found)
        {
            grid.AddRow(
                new Spectre.Console.Text(Word(one.Severity), StyleOf(one.Severity)),
                new Spectre.Console.Text(one.Check, new Style(decoration: Decoration.Bold)),
                new Spectre.Console.Text(NumberFormat.OneLine(one.Text)));
            if (one.Remedy is { } remedy)
            {
                Spectre.Console.Text empty = new("");
                grid.AddRow(empty, empty, new Spectre.Console.Text("→ " + NumberFormat.OneLine(remedy)));
            }
        }

        console.Write(grid);
    }

    private static Style StyleOf(Severity severity) => severity switch
    {
        Severity.Ok => new Style(Color.Green),
        Severity.Warning => new Style(Color.Yellow),
        _ => new Style(Color.Red),
    };
}
