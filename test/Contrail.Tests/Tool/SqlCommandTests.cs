using System.Globalization;
using System.Text;
using Contrail.Analysis.Export.Tables;
using Contrail.Tests.Support;
using Contrail.Tool;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Tables of records, and queries about them.</summary>
public sealed class SqlCommandTests : IDisposable
{
    private const string Exceptions = "select type, message, time_ns from exceptions";
    private const string Row = "Shop.OutOfStock|item 12 <pens> & 'ink'|";

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-sql-test-").FullName;
    private readonly string _file;

    public SqlCommandTests()
    {
        _file = Path.Combine(_folder, "a.nettrace");
        File.WriteAllBytes(_file, GoldenTraces.NetTrace);
    }

    public static TheoryData<string> Tables { get; } = [.. FileTables.All.Select(table => table.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_table_can_be_queried_and_has_its_columns(string table)
    {
        string csv = Run(ExitCodes.Done, "sql", _file, $"select * from {table}", "--csv").Output;
        TableSchema schema = FileTables.All.Single(one => one.Name == table);
        Assert.StartsWith(
            string.Join(',', schema.Columns.Select(column => column.Name)) + "\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_have_the_values_of_the_trace()
    {
        Assert.Equal(
            "type             message                 ms\nShop.OutOfStock  item 12 <pens> & 'ink'  2000\n",
            Run(ExitCodes.Done, "sql", _file, "select type, message, time_ns // 1000000 as ms from exceptions").Output);
        Assert.Equal(
            "{\"kind\":\"Lock\",\"ms\":1250,\"is_whole\":true}\n{\"kind\":\"Lock\",\"ms\":1100,\"is_whole\":false}\n",
            Run(
                ExitCodes.Done,
                "sql",
                _file,
                "select kind, duration_ns // 1000000 as ms, is_whole from waits order by time_ns",
                "--json").Output);
    }

    [Fact]
    public void A_sample_has_the_frames_of_its_stack() => Assert.Equal(
        "method\r\nShop.Checkout.Pay\r\n",
        Run(
            ExitCodes.Done,
            "sql",
            _file,
            "select method from samples join stacks using (file, stack) order by depth",
            "--csv").Output);

    [Fact]
    public void The_rows_of_several_files_have_their_names()
    {
        string other = Path.Combine(_folder, "b.trace");
        File.WriteAllBytes(other, GoldenTraces.Go);
        Assert.Equal(
            "file\r\na.nettrace\r\nb.trace\r\n",
            Run(ExitCodes.Done, "sql", _file, other, "select file from files order by 1", "--csv").Output);
    }

    [Theory]
    [InlineData("select * from nothing", "nothing does not exist")]
    [InlineData("select * from '/etc/passwd'", "does not exist")]
    [InlineData("copy (select 1) to '/tmp/contrail-never'", "disabled")]
    [InlineData("set enable_external_access = true", "locked")]
    public void A_query_reaches_the_tables_and_nothing_else(string query, string fault)
    {
        (string output, string error) = Run(ExitCodes.Failed, "sql", _file, query);
        Assert.Equal("", output);
        Assert.Contains(fault, error);
        Assert.Contains("contrail sql --schema", error);
    }

    [Theory]
    [InlineData("select list(x) as s from (values (1::bigint), (null)) t(x)", "{\"s\":[1,null]}")]
    [InlineData("select timestamp '2026-11-30 12:00:00.5' as s", "{\"s\":\"2026-11-30T12:00:00.5\"}")]
    [InlineData("select date '2026-11-30' as s", "{\"s\":\"2026-11-30\"}")]
    public void Values_are_those_that_the_query_gives(string query, string expected) =>
        Assert.Equal(expected + "\n", Run(ExitCodes.Done, "sql", _file, query, "--json").Output);

    [Theory]
    [InlineData("select 'infinity'::timestamp as s", "the column s cannot be shown")]
    public void A_value_that_cannot_be_shown_is_refused_with_a_remedy(string query, string fault) =>
        Assert.Contains(fault, Run(ExitCodes.Failed, "sql", _file, query).Error);

    [Fact]
    public void Of_two_queries_the_second_is_refused_in_words() =>
        Assert.Contains("first query", Run(ExitCodes.Done, "sql", _file, "select 1 as a; select 2 as b").Error);

    [Theory]
    [InlineData("select sum(duration_ns) as s from waits", "{\"s\":2350000000}")]
    [InlineData("select 1.5::decimal(4,2) as s", "{\"s\":1.50}")]
    [InlineData("select list(type) as s from exceptions", "{\"s\":[\"Shop.OutOfStock\"]}")]
    [InlineData("select null as s", "{\"s\":null}")]
    public void Values_keep_their_types_in_json(string query, string expected) =>
        Assert.Equal(expected + "\n", Run(ExitCodes.Done, "sql", _file, query, "--json").Output);

    [Theory]
    [InlineData("select 1 as \"\u001b]0;t\u0007x\"", "")]
    [InlineData("select '=1+1' as x", "--csv")]
    public void Neither_a_terminal_nor_a_spreadsheet_obeys_the_data(string query, string form)
    {
        string[] forms = form.Length > 0 ? [form] : [];
        string output = Run(ExitCodes.Done, ["sql", _file, query, .. forms]).Output;
        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain("\r\n=", output);
    }

    [Fact]
    public void The_schema_has_every_table_with_its_columns()
    {
        string schema = Run(ExitCodes.Done, "sql", "--schema").Output;
        Assert.All(FileTables.All, table =>
        {
            Assert.Contains($"{table.Name}: {table.Meaning}\n", schema);
            Assert.All(table.Columns, column => Assert.Contains($"  {column.Name} ", schema));
        });
    }

    [Fact]
    public void The_page_of_the_tables_has_every_table_with_its_columns()
    {
        StringBuilder page = new("""
            # Tables

            The tables of `contrail sql` and of the formats `parquet` and `sqlite` ([convert](convert.md#tables)), as
            `contrail sql --schema` lists them. What is unknown is null.

            """);
        foreach (TableSchema table in FileTables.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {table.Name}\n\nA row is {table.Meaning}.\n\n");
            page.Append("| column | type | meaning |\n|---|---|---|\n");
            foreach (TableColumn column in table.Columns)
            {
                string type = column.Type.ToString().ToLowerInvariant();
                page.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {type} | {column.Meaning} |\n");
            }
        }

        GoldenFile.AssertSame("docs/tables.md", $"{page}");
    }

    [Fact]
    public void A_file_of_sqlite_has_the_same_rows()
    {
        string target = Path.Combine(_folder, "a.sqlite");
        Run(ExitCodes.Done, "convert", _file, "-f", "sqlite", "-o", target);
        using SqliteConnection connection = new($"Data Source={target};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Exceptions;
        using SqliteDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.StartsWith(Row, $"{reader[0]}|{reader[1]}|{reader[2]}", StringComparison.Ordinal);
        Assert.False(reader.Read());
    }

    [Fact]
    public void A_folder_of_parquet_has_the_same_rows()
    {
        string target = Path.Combine(_folder, "a.parquet");
        Run(ExitCodes.Done, "convert", _file, "-f", "parquet", "-o", target);
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"select type, message, time_ns from '{target}/exceptions.parquet'";
        using System.Data.Common.DbDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.StartsWith(Row, $"{reader[0]}|{reader[1]}|{reader[2]}", StringComparison.Ordinal);
        Assert.False(reader.Read());
    }

    [Fact]
    public void Lines_of_events_are_json_with_fields_and_times()
    {
        string target = Path.Combine(_folder, "a.ndjson");
        Run(ExitCodes.Done, "convert", _file, "-f", "ndjson", "-o", target);
        string[] lines = File.ReadAllLines(target);
        Assert.Contains(lines, line => line.Contains(":\"Shop.OutOfStock\"", StringComparison.Ordinal)
            && line.StartsWith("{\"timeNs\":2000000000,\"utc\":", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.StartsWith("{\"timeNs\":", line, StringComparison.Ordinal));
    }

    private static (string Output, string Error) Run(int exitCode, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new();
        int code = CommandLine.Run(arguments, output, error);
        Assert.Equal((exitCode, ""), (code, code == exitCode ? "" : error.ToString()));
        return (output.ToString(), error.ToString());
    }
}
