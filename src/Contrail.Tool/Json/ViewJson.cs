using System.Globalization;
using System.Text.Json.Nodes;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tool.Text;

namespace Contrail.Tool.Json;

/// <summary>The answer of a view as JSON; docs/views.md describes it.</summary>
internal static class ViewJson
{
    private const string Schema = "contrail.view/1";
    private const int MaxRowsOfSummary = 10;

    /// <summary>The document of an answer.</summary>
    public static JsonObject Of(ViewAnswer answer, int maxRows) => new()
    {
        ["schema"] = Schema,
        ["view"] = answer.Description.Name,
        ["question"] = answer.Description.Question,
        ["filter"] = answer.Filter,
        ["startUtc"] = answer.Extent.StartUtc is { } utc ? JsonValue.Create(utc) : null,
        ["windowNanoseconds"] = answer.Extent.End.Nanoseconds,
        ["coverage"] = Coverage(answer),
        ["headlines"] = Texts(answer.Result.Headlines),
        ["tables"] = new JsonArray(
            [.. answer.Result.Tables.Select(table => Of(table, answer, maxRows))]),
        ["notes"] = Texts(answer.Result.Notes),
    };

    /// <summary>The documents of the answers in a summary.</summary>
    public static IReadOnlyList<JsonObject> AllOf(SummaryPlaces places) =>
    [
        .. places.All.Select(answer => Of(
            new ViewAnswer(answer.View, answer.Result, places.Context, places.Extent), MaxRowsOfSummary)),
    ];

    private static JsonArray Texts(IEnumerable<string> texts) =>
        new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    private static JsonArray Coverage(ViewAnswer answer)
    {
        JsonArray kinds = [];
        foreach (ModelNeeds kind in Enum.GetValues<ModelNeeds>())
        {
            if (kind != ModelNeeds.None && answer.Description.Subjects.HasFlag(kind))
            {
                Coverage coverage = answer.Context.Coverage.Of(kind);
                kinds.Add((JsonNode)new JsonObject
                {
                    ["kind"] = EnumJson.NameOf(kind),
                    ["state"] = EnumJson.NameOf(coverage.State),
                    ["seconds"] = coverage.RecordedSeconds,
                });
            }
        }

        return kinds;
    }

    /// <summary>The descriptions of views, with their tables and columns.</summary>
    public static JsonArray List(IEnumerable<ViewDescription> views) => new(
    [
        .. views.Select(static view => new JsonObject
        {
            ["view"] = view.Name,
            ["question"] = view.Question,
            ["recording"] = view.Recording.Length > 0 ? view.Recording : null,
            ["tables"] = new JsonArray([.. view.Tables.Select(static table => new JsonObject
            {
                ["name"] = table.Name,
                ["title"] = table.Title,
                ["columns"] = Columns(table),
            })]),
        }),
    ]);

    /// <summary>The names of all views and of their tables, with their questions.</summary>
    public static JsonObject Names(IEnumerable<ViewDescription> views) => new()
    {
        ["schema"] = "contrail.views/1",
        ["views"] = new JsonArray([.. views.Select(static view => (JsonNode)new JsonObject
        {
            ["name"] = view.Name,
            ["question"] = view.Question,
            ["tables"] = Texts(view.Tables.Select(static table => table.Name)),
        })]),
    };

    private static JsonArray Columns(TableDescription table) => new(
    [
        .. table.Columns.Select(static column => new JsonObject
        {
            ["name"] = column.Name,
            ["title"] = column.Title,
            ["unit"] = EnumJson.NameOf(column.Unit),
        }),
    ]);

    private static JsonObject Of(ViewTable table, ViewAnswer answer, int maxRows) => new()
    {
        ["name"] = table.Description.Name,
        ["title"] = table.Description.Title,
        ["columns"] = Columns(table.Description),
        ["rows"] = new JsonArray([.. table.Rows.Take(maxRows).Select(row => Row(table, row, answer))]),
        ["omittedRows"] = Math.Max(0, table.Rows.Count - (long)maxRows) + table.OmittedCount,
    };

    private static JsonObject Row(ViewTable table, ViewValue[] values, ViewAnswer answer)
    {
        JsonObject row = [];
        for (int index = 0; index < values.Length; index++)
        {
            row[table.Description.Columns[index].Name] = ValueOf(values[index], answer);
        }

        return row;
    }

    private static JsonNode? ValueOf(ViewValue value, ViewAnswer answer) => value.Kind switch
    {
        ViewValueKind.Series => new JsonArray([.. value.Numbers!.Select(number => (JsonNode)JsonValue.Create(number))]),
        ViewValueKind.Stack => StackOf(value.Stack, answer.Context.Stacks, answer.Lines),
        ViewValueKind.Fields => Fields(value.Fields),
        _ => NumberOrText(value),
    };

    /// <summary>A number or a text; null for an unknown value.</summary>
    public static JsonNode? NumberOrText(ViewValue value) => value.Kind switch
    {
        ViewValueKind.Text => JsonValue.Create(value.Text),
        ViewValueKind.Integer => JsonValue.Create(value.Integer),
        ViewValueKind.Real => JsonValue.Create(value.Real),
        _ => null,
    };

    // A file can have several fields of one name.
    private static JsonObject Fields(IReadOnlyList<EventFieldText> fields)
    {
        JsonObject found = [];
        foreach (EventFieldText field in fields)
        {
            string name = field.Name;
            for (int count = 2; found.ContainsKey(name); count++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{field.Name} ({count})");
            }

            found[name] = field.IsNumber ? JsonNode.Parse(field.Value) : JsonValue.Create(field.Value);
        }

        return found;
    }

    /// <summary>A stack; its source lines only if they are given.</summary>
    public static JsonObject StackOf(StackId stack, StackTable stacks, ISourceLines? lines)
    {
        CodePlace place = stacks.Place(stack)!.Value;
        return new JsonObject
        {
            ["place"] = place.Frame.FullText(),
            ["isOwn"] = place.IsOwn,
            ["frames"] = new JsonArray([.. Enumerable.Range(0, stacks.Depth(stack))
                .Select(index => FrameOf(stacks.Frame(stack, index), lines))]),
        };
    }

    private static JsonObject FrameOf(in StackFrame frame, ISourceLines? lines)
    {
        SourceLine? line = frame.Origin == FrameOrigin.Own ? lines?.Find(frame) : null;
        return new JsonObject
        {
            ["method"] = frame.FullText(),
            ["module"] = frame.Module.Length > 0 ? frame.Module : null,
            ["file"] = line?.File,
            ["line"] = line?.Line,
            ["isMethodStart"] = line?.IsMethodStart,
            ["origin"] = EnumJson.NameOf(frame.Origin),
        };
    }
}
