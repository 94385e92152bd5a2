using System.CommandLine;
using Contrail.Analysis.Filters;
using Contrail.Analysis.Views.Tables;
using Contrail.Tool.Text;

namespace Contrail.Tool.Arguments;

/// <summary>The options that select the records and the rows of a view.</summary>
internal static class ViewChoice
{
    /// <summary>The filter.</summary>
    public static Option<string?> Filter { get; } = new("--filter")
    {
        Description = "Use only the records that match, for example 'thread = 12 and time in -5s..-2s'.",
        HelpName = "EXPRESSION",
    };

    /// <summary>The first rows to leave out.</summary>
    public static Option<long?> Skip { get; } = new("--skip")
    {
        Description = "Leave out this number of rows of the view 'events'. Default: 0.",
        HelpName = "N",
    };

    /// <summary>
    /// Adds the filter and the page to the options of a view; null, and reported, if they are invalid.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="view">The view.</param>
    /// <param name="options">The other options.</param>
    /// <param name="maxRows">Rows that are shown at most.</param>
    public static ViewOptions? Of(ParseResult parsed, ViewDescription view, ViewOptions options, int maxRows)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        long? skipped = parsed.GetValue(Skip);
        if (skipped is not null && (skipped < 0 || !view.HasPages))
        {
            error.WriteLine(view.HasPages
                ? "--skip needs a number of rows from 0."
                : $"--skip is only for views of single records, such as 'events'; '{view.Name}' has all its rows.");
            return null;
        }

        options = options with { SkippedRows = skipped ?? 0, MaxRows = maxRows };
        if (parsed.GetValue(Filter) is not { } expression)
        {
            return options;
        }

        FilterFields fields = FilterFields.Of(view.Create(options).Needs);
        if (Contrail.Analysis.Filters.Filter.Parse(expression, fields, out FilterError? fault) is { } filter)
        {
            return options with { Filter = filter };
        }

        foreach (string line in FilterErrorText.Lines(expression, fault!))
        {
            error.WriteLine(line);
        }

        return null;
    }
}
