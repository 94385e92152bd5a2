using Contrail.Sources.Doctor;
using Spectre.Console;

namespace Contrail.Tool.Output;

/// <summary>What the doctor found: a line a check, and a verdict.</summary>
internal static class DoctorText
{
    private const int ConditionColumns = 9;
    private const int CheckColumns = 12;

    public static void Write(TextWriter output, IReadOnlyList<Diagnosis> found, string verdict)
    {
        AnsiConsoleOutput target = new(output);
        if (target.IsTerminal)
        {
            WriteTable(AnsiConsole.Create(new AnsiConsoleSettings { Out = target }), found);
            output.WriteLine(Plain.OneLine(verdict));
            return;
        }

        foreach (Diagnosis one in found)
        {
            string remedy = one.Remedy is null ? "" : " Remedy: " + one.Remedy;
            output.WriteLine(Plain.OneLine(
                Word(one.Condition).PadRight(ConditionColumns) + one.Check.PadRight(CheckColumns) + one.Text + remedy));
        }

        output.WriteLine(Plain.OneLine(verdict));
    }

    /// <summary>The condition as it is written.</summary>
    public static string Word(Condition condition) => condition switch
    {
        Condition.Ok => "ok",
        Condition.Warning => "warning",
        _ => "problem",
    };

    /// <summary>All that was found, in one sentence; a pid of 0 is the place where we run.</summary>
    public static string Verdict(IReadOnlyList<Diagnosis> found, int pid)
    {
        int problems = found.Count(one => one.Condition == Condition.Problem);
        int warnings = found.Count(one => one.Condition == Condition.Warning);
        string what = pid == 0 ? "Recording works here" : $"Process {pid} can be recorded";
        string whatNot = pid == 0 ? "Recording will not work as it is here" : $"Process {pid} cannot be recorded";
        return problems > 0 ? $"{whatNot}: {Page.Counted(problems, "problem")}."
            : warnings > 0 ? $"{what}, with {Page.Counted(warnings, "warning")}."
            : $"{what}.";
    }

    private static void WriteTable(IAnsiConsole console, IReadOnlyList<Diagnosis> found)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (Diagnosis one in found)
        {
            grid.AddRow(
                new Text(Word(one.Condition), StyleOf(one.Condition)),
                new Text(one.Check, new Style(decoration: Decoration.Bold)),
                new Text(Plain.OneLine(one.Text)));
            if (one.Remedy is { } remedy)
            {
                grid.AddRow(new Text(""), new Text(""), new Text("→ " + Plain.OneLine(remedy)));
            }
        }

        console.Write(grid);
    }

    private static Style StyleOf(Condition condition) => condition switch
    {
        Condition.Ok => new Style(Color.Green),
        Condition.Warning => new Style(Color.Yellow),
        _ => new Style(Color.Red),
    };
}
