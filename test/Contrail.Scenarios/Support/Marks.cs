namespace Contrail.Scenarios.Support;

/// <summary>Events that tell what their own stack must show: all of them, and those whose stack does.</summary>
public sealed record Marks(long All, long Right)
{
    public Marks With(bool isRight) => new(All + 1, Right + (isRight ? 1 : 0));
}
