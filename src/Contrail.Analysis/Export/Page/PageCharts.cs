using System.Text.Json;
using Contrail.Analysis.Findings;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Export.Page;

/// <summary>Writes the charts of a page: the series of views, the counters, and where the time went.</summary>
internal static class PageCharts
{
    /// <summary>The views whose series are charts.</summary>
    public static IReadOnlyList<ViewDescription> Views { get; } = [TimelineView.Description, MachineView.Description];

    /// <summary>Writes the properties.</summary>
    public static void Write(Utf8JsonWriter writer, FindingReport report, CounterSink counters, UsedTimes times)
    {
        WriteTimes(writer, times);
        IEnumerable<(string View, ViewTable Table)> series = Views.SelectMany(view => report.Answers[view.Name].Tables
            .Where(table => table.Description.IsSeries && table.Rows.Count > 0)
            .Select(table => (view.Name, table)));
        writer.WriteArray("charts", series, static (to, one) => Write(to, one.View, one.Table));
        writer.WriteArray("counters", counters.All, static (to, one) => Write(to, one.Key, one.Series));
        writer.WriteNumber("omittedCounterValues", counters.OmittedCount);
    }

    private static void WriteTimes(Utf8JsonWriter writer, UsedTimes times)
    {
        writer.WriteStartObject("time");
        writer.WriteNumber("processors", times.ProcessorCount);
        writer.WriteArray("uses", times.Uses, static (to, one) =>
        {
            to.WriteStartObject();
            to.WriteString("use", PageJson.NameOf(one.Use));
            to.WriteString("title", TimeUseText.Of(one.Use));
            to.WriteString("source", TimeUseText.SourceOf(one));
            to.WritePropertyName("nanoseconds");
            to.WriteShortNumber(one.Nanoseconds);
            to.WritePropertyName("average");
            to.WriteShortNumber(one.Average);
            to.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string view, ViewTable table)
    {
        TableDescription description = table.Description;
        int time = description.IndexOf("time");
        writer.WriteStartObject();
        writer.WriteString("view", view);
        writer.WriteString("name", description.Name);
        writer.WriteString("title", description.Title);
        writer.WriteIntegers("times", table.Rows.Select(row => row[time].Integer));
        IEnumerable<int> columns = Enumerable.Range(0, description.Columns.Count)
            .Where(column => column != time && table.Rows.Any(row => row[column].Kind != ViewValueKind.None));
        writer.WriteArray("lines", columns, (to, column) =>
        {
            to.WriteStartObject();
            to.WriteString("name", description.Columns[column].Name);
            to.WriteString("title", description.Columns[column].Title);
            to.WriteString("unit", PageJson.NameOf(description.Columns[column].Unit));
            to.WriteArray("values", table.Rows, (numbers, row) => numbers.WriteShortNumber(
                row[column].Kind == ViewValueKind.None ? null : row[column].AsNumber));
            to.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static void Write(
        Utf8JsonWriter writer, (string Provider, string Name, string Tags) key, CounterSeries series)
    {
        writer.WriteStartObject();
        writer.WriteString("provider", key.Provider);
        writer.WriteString("name", key.Name);
        writer.WriteKnown("tags", key.Tags);
        writer.WriteKnown("unit", series.Unit);
        writer.WriteString("kind", PageJson.NameOf(series.Kind));
        writer.WriteNumber("omitted", series.OmittedCount);
        writer.WriteIntegers("times", series.Values.Select(value => value.Nanoseconds));
        writer.WriteArray("values", series.Values, static (to, value) => to.WriteShortNumber(value.Value));
        writer.WriteEndObject();
    }
}
