namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// What must be there when an event happens: thread, proc, goroutine; '+' it must, '0' it must not, '?' either.
/// </summary>
internal sealed class GoNeeds
{
    private static readonly string[] Names = ["thread", "proc", "goroutine"];

    private readonly string _marks;

    /// <param name="marks">Three marks, such as "++0".</param>
    public GoNeeds(string marks)
    {
        if (marks.Length != Names.Length || marks.AsSpan().ContainsAnyExcept("+0?"))
        {
            throw new ArgumentException($"'{marks}' is not three of '+', '0' and '?'.", nameof(marks));
        }

        _marks = marks;
    }

    /// <summary>Whether there is all that must be, and nothing that must not.</summary>
    public bool AreMet(in GoContext context) =>
        IsMet(0, context.Thread) && IsMet(1, context.Proc) && IsMet(2, context.Goroutine);

    /// <summary>Says what is not as it must be.</summary>
    public string Unmet(in GoContext context)
    {
        int index = !IsMet(0, context.Thread) ? 0 : !IsMet(1, context.Proc) ? 1 : 2;
        return _marks[index] == '+'
            ? $"expected a {Names[index]} but didn't have one"
            : $"expected no {Names[index]} but had one";
    }

    private bool IsMet(int index, long id) => _marks[index] switch
    {
        '+' => id != GoContext.None,
        '0' => id == GoContext.None,
        _ => true,
    };
}
