namespace Contrail.Tool.Text;

/// <summary>How much of an answer a page shows.</summary>
/// <param name="MaxRows">Rows of the first table; the rest is counted.</param>
/// <param name="MaxRowsOfOthers">Rows of each other table.</param>
/// <param name="HasWholeStacks">Whether stacks are shown with all their frames, and not only with own code.</param>
internal sealed record ViewForm(int MaxRows, int MaxRowsOfOthers, bool HasWholeStacks)
{
    /// <summary>The form without options.</summary>
    public static ViewForm Default { get; } = new(10, 5, HasWholeStacks: false);
}
