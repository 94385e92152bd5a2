using System.CommandLine;
using Contrail.Analysis.Filters;
using Contrail.Analysis.Model;
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
    public static ViewOptions? Of(ParseResult parsed, ViewDescription view, ViewOptions options, int maxRows) => Of(
        view,
        options with { MaxRows = maxRows },
        parsed.GetValue(Skip),
        parsed.GetValue(Filter),
        parsed.InvocationConfiguration.Error);

    /// <summary>The same without a command line.</summary>
    /// <param name="view">The view.</param>
    /// <param name="options">The other options.</param>
    /// <param name="skipped">Rows to leave out at the start; null for the default.</param>
    /// <param name="expression">The filter; null for none.</param>
    /// <param name="error">Receives the report.</param>
    public static ViewOptions? Of(
        ViewDescription view, ViewOptions options, long? skipped, string? expression, TextWriter error)
    {
        if (skipped is not null && (skipped < 0 || !view.HasPages))
        {
            error.WriteLine(view.HasPages
                ? "--skip needs a number of rows from 0."
                : $"--skip is only for views of single records, such as 'events'; '{view.Name}' has all its rows.");
            return null;
        }

        options = options with { SkippedRows = skipped ?? 0 };
        return TryFilter(expression, () => view.Create(options).Needs, error, out Filter? filter)
            ? options with { Filter = filter }
            : null;
    }

    /// <summary>Parses a filter; false, and reported, if it is invalid.</summary>
    /// <param name="expression">The filter; null for none.</param>
    /// <param name="needs">The records that it can select.</param>
    /// <param name="error">Receives the report.</param>
    /// <param name="filter">The filter; null for none.</param>
    public static bool TryFilter(
        string? expression, Func<ModelNeeds> needs, TextWriter error, out Filter? filter)
    {
        filter = null;
        if (expression is null)
        {
            return true;
        }

        filter = Contrail.Analysis.Filters.Filter.Parse(
            expression, FilterFields.Of(needs()), out FilterError? fault);
        foreach (string line in filter is null ? FilterErrorText.Lines(expression, fault!) : [])
        {
            error.WriteLine(line);
        }

        return filter is not null;
    }

    /// <summary>
    /// Why a view cannot have these options, or this table; null if it can. Found before the file is read, which can
    /// take seconds.
    /// </summary>
    public static string? Fault(ViewDescription view, string? table, ViewOptions options)
    {
        if (table is not null && view.Tables.All(one => one.Name != table))
        {
            string tables = string.Join(", ", view.Tables.Select(one => one.Name));
            return $"The view '{view.Name}' has no table '{table}'. Its tables are: {tables}.";
        }

        try
        {
            _ = view.Create(options);
            return null;
        }
        catch (ArgumentException invalid)
        {
            return ViewName.Reason(invalid);
        }
    }
}
