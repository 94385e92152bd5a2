using System.Text;

namespace Contrail.Analysis.Filters;

/// <summary>Divides a filter expression into tokens, for any text.</summary>
internal static class FilterLexer
{
    private const string Comparisons = "=<>~";
    private static readonly string[] Operators = ["!=", "<=", ">=", "=", "<", ">", "~"];

    /// <summary>The tokens; the last one is the end.</summary>
    public static IReadOnlyList<FilterToken> Read(string expression)
    {
        List<FilterToken> tokens = [];
        int at = 0;
        while (true)
        {
            while (at < expression.Length && char.IsWhiteSpace(expression[at]))
            {
                at++;
            }

            if (at == expression.Length)
            {
                tokens.Add(new FilterToken(FilterTokenKind.End, "", at));
                return tokens;
            }

            tokens.Add(Next(expression, ref at));
        }
    }

    private static FilterToken Next(string expression, ref int at)
    {
        int start = at;
        char first = expression[at];
        if (first is '(' or ')')
        {
            at++;
            return new FilterToken(first == '(' ? FilterTokenKind.Open : FilterTokenKind.Close, $"{first}", start);
        }

        if (first is '"' or '\'')
        {
            return Quoted(expression, ref at);
        }

        foreach (string candidate in Operators)
        {
            if (string.CompareOrdinal(expression, at, candidate, 0, candidate.Length) == 0)
            {
                at += candidate.Length;
                return new FilterToken(FilterTokenKind.Operator, candidate, start);
            }
        }

        while (at < expression.Length && !EndsWord(expression, at))
        {
            at++;
        }

        return new FilterToken(FilterTokenKind.Word, expression[start..at], start);
    }

    // Quotes inside a word, as in don't, are part of it.
    private static bool EndsWord(string expression, int at) =>
        char.IsWhiteSpace(expression[at]) || expression[at] is '(' or ')'
            || Comparisons.Contains(expression[at], StringComparison.Ordinal)
            || string.CompareOrdinal(expression, at, "!=", 0, "!=".Length) == 0;

    // A doubled quote is a quote in the text.
    private static FilterToken Quoted(string expression, ref int at)
    {
        int start = at;
        char quote = expression[at++];
        StringBuilder text = new();
        while (at < expression.Length)
        {
            bool isQuote = expression[at] == quote;
            if (isQuote && (at + 1 == expression.Length || expression[at + 1] != quote))
            {
                at++;
                return new FilterToken(FilterTokenKind.Quoted, text.ToString(), start);
            }

            text.Append(expression[at]);
            at += isQuote ? 2 : 1;
        }

        return new FilterToken(FilterTokenKind.Unterminated, text.ToString(), start);
    }
}
