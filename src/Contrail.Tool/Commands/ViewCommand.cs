using System.CommandLine;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail view</c>: answers one question about a trace file.</summary>
internal static class ViewCommand
{
    private static readonly Argument<string?> Name = new("name")
    {
        Description = "The view. Use --list to see all views.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string?> File = new("file")
    {
        Description = "A .nettrace or Go trace file, from any tool.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> List = new("--list") { Description = "List the views." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write one JSON object." };
    private static readonly Option<bool> Csv = new("--csv") { Description = "Write the main table as CSV." };
    private static readonly Option<string?> Table = new("--table") { Description = "Show only this table." };
    private static readonly Option<bool> WholeStacks = new("--stacks") { Description = "Show all frames of stacks." };
    private static readonly Option<int?> Top = new("--top")
    {
        Description = "Rows of each table; 0 for all. Default: 10 of the first table, 5 of the others; all in JSON "
            + "and CSV.",
    };

    private static readonly Option<string?> Method = new("--method")
    {
        Description = "The method of the view 'callers': a part of its name.",
    };

    private static readonly Option<string?> Of = new("--of")
    {
        Description = "Stacks of the views of stacks: samples, waits, exceptions, allocations, contention; of Go "
            + "also blocking, syscalls, scheduling.",
    };

    public static Command Create()
    {
        Command command = new("view", "Answers one question about a trace file, for example: view gc-pauses FILE.")
        {
            Name, File, List, AsJson, Csv, Table, Top, WholeStacks, Method, Of,
            ViewChoice.Filter, ViewChoice.Skip,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = parsed.InvocationConfiguration.Error;
        if (parsed.GetValue(List))
        {
            WriteList(output, parsed.GetValue(AsJson));
            return ExitCodes.Done;
        }

        if (parsed.GetValue(Name) is not { } name || parsed.GetValue(File) is not { } file)
        {
            error.WriteLine("Specify a view and a file: contrail view NAME FILE. See: contrail view --list");
            return ExitCodes.Usage;
        }

        if (ViewCatalog.Find(name) is not { } view)
        {
            error.WriteLine(ViewName.Unknown(name, ViewCatalog.All.Select(one => one.Name)));
            return ExitCodes.Usage;
        }

        ViewOptions chosen = new() { Method = parsed.GetValue(Method), Of = parsed.GetValue(Of) };
        if (ViewChoice.Fault(view, parsed.GetValue(Table), chosen) is { } fault)
        {
            error.WriteLine(NumberFormat.OneLine(fault));
            return ExitCodes.Usage;
        }

        return ViewChoice.Of(parsed, view, chosen, MaxRows(parsed)) is { } options
            ? Run(parsed, view, options, file, cancellationToken)
            : ExitCodes.Usage;
    }

    private static void WriteList(TextWriter output, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonOutput.Document(ViewJson.List(ViewCatalog.All)));
        }
        else
        {
            ViewListText.Write(OutputConsole.Of(output), ViewCatalog.All);
        }
    }

    private static int Run(
        ParseResult parsed,
        ViewDescription view,
        ViewOptions options,
        string file,
        CancellationToken cancellationToken)
    {
        (TextWriter output, TextWriter error) =
            (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        FaultOutput faults = FaultOutput.Of(parsed.GetValue(AsJson), output, error);
        return ViewFile.Write(InputFile.At(file), faults, view, options, one => Write(parsed, one), cancellationToken);
    }

    private static int MaxRows(ParseResult parsed) => parsed.GetValue(Top) switch
    {
        > 0 and int rows => rows,
        null when !parsed.GetValue(AsJson) && !parsed.GetValue(Csv) => ViewForm.Default.MaxRows,
        _ => int.MaxValue,
    };

    private static void WriteCsv(ParseResult parsed, ViewTable table, ViewAnswer answer)
    {
        ViewCsv.Write(parsed.InvocationConfiguration.Output, table, answer.Context.Stacks);
        if (table.OmittedCount > 0)
        {
            parsed.InvocationConfiguration.Error.WriteLine(
                $"{Page.Counted(table.OmittedCount, "more row")} not written.");
        }
    }

    private static void Write(ParseResult parsed, ViewAnswer answer)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Table) is { } name)
        {
            answer = answer.WithTable(name);
        }

        int? top = parsed.GetValue(Top);
        int rows = top is > 0 ? top.Value : int.MaxValue;
        if (parsed.GetValue(AsJson))
        {
            output.WriteLine(JsonOutput.Document(ViewJson.Of(answer, rows)));
        }
        else if (parsed.GetValue(Csv) && answer.Result.Tables is [var table, ..])
        {
            WriteCsv(parsed, table, answer);
        }
        else
        {
            ViewForm form = top is null
                ? ViewForm.Default
                : new ViewForm(rows, rows, HasWholeStacks: false);
            ViewPage.Write(
                OutputConsole.Of(output), answer, form with { HasWholeStacks = parsed.GetValue(WholeStacks) });
        }
    }
}
