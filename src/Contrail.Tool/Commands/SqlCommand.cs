using System.CommandLine;
using System.Data.Common;
using Contrail.Analysis.Export.Tables;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Tables;
using Contrail.Tool.Text;
using DuckDB.NET.Data;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail sql</c>: answers a query about trace files, over tables of their records.</summary>
internal static class SqlCommand
{
    private const string MissingLibrary =
        "The library of DuckDB is missing next to this program: install contrail with dotnet tool install, or use "
        + "contrail convert --format parquet.";

    private static readonly Argument<string[]> Words = new("file… query")
    {
        Description = "Trace files, and the query in SQL as the last word.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Schema = new("--schema") { Description = "List the tables and columns." };
    private static readonly Option<bool> Csv = new("--csv") { Description = "Write CSV." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write each row as a line of JSON." };

    public static Command Create()
    {
        Command command = new("sql", "Answers a query in SQL about trace files.") { Words, Schema, Csv, AsJson };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(
            Interruption.Run(token => Run(parsed, token), cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        if (parsed.GetValue(Schema))
        {
            WriteSchema(parsed.InvocationConfiguration.Output);
            return ExitCodes.Done;
        }

        if (parsed.GetValue(Words) is not [_, _, ..] words || string.IsNullOrWhiteSpace(words[^1]))
        {
            error.WriteLine("Specify a file and a query: contrail sql FILE \"select * from pauses\". See: --schema");
            return ExitCodes.Usage;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("contrail-sql-");
        try
        {
            return Answer(parsed, words, Path.Combine(folder.FullName, "tables"), cancellationToken);
        }
        catch (DuckDBException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Refuse(failure, error);
        }
        catch (QueryValueException failure)
        {
            return Refuse(failure.Message, error);
        }
        catch (Exception failure) when (failure.GetBaseException() is DllNotFoundException)
        {
            return Refuse(MissingLibrary, error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Refuse(string why, TextWriter error)
    {
        error.WriteLine(TerminalSanitizer.Clean(why, 1_000));
        return ExitCodes.Failed;
    }

    private static int Refuse(DuckDBException failure, TextWriter error)
    {
        foreach (string line in failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            error.WriteLine(TerminalSanitizer.Clean(line, 1_000));
        }

        error.WriteLine("The tables and columns: contrail sql --schema");
        return ExitCodes.Failed;
    }

    private static int Answer(ParseResult parsed, string[] words, string path, CancellationToken cancellationToken)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        using DuckTables tables = new(path);
        using TableExport export = new(tables);
        ConvertedFiles files = new(words[..^1], filter: null, new FaultOutput(error));
        int code = files.Read(export, cancellationToken);
        if (!files.IsRead)
        {
            return code;
        }

        export.Notes.ToList().ForEach(error.WriteLine);
        using DuckDBCommand command = tables.Connection.CreateCommand();
        using CancellationTokenRegistration canceled = cancellationToken.Register(command.Cancel);
        command.CommandText = words[^1];
        using DbDataReader reader = command.ExecuteReader();
        Write(parsed, reader);
        if (reader.NextResult())
        {
            error.WriteLine("Only the answer to the first query is shown: specify one query.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return code;
    }

    private static void Write(ParseResult parsed, DbDataReader reader)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(AsJson))
        {
            QueryJson.Write(reader, output);
        }
        else if (parsed.GetValue(Csv))
        {
            QueryOutput.WriteCsv(reader, output);
        }
        else
        {
            QueryOutput.WriteText(reader, output);
        }
    }

    private static void WriteSchema(TextWriter output)
    {
        foreach (TableSchema table in FileTables.All)
        {
            output.WriteLine($"{table.Name}: {table.Meaning}");
            foreach (TableColumn column in table.Columns)
            {
                string type = column.Type.ToString().ToLowerInvariant();
                output.WriteLine($"  {column.Name,-16} {type,-8} {column.Meaning}");
            }
        }
    }
}
