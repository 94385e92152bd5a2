namespace Contrail.Target.Work;

/// <summary>Exceptions, thrown at the bottom of a deep stack, wrapped on the way and caught at the top.</summary>
internal static class Failures
{
    private const int Depth = 40;

    public static void Round()
    {
        try
        {
            Descend(Depth);
        }
        catch (InvalidOperationException)
        {
        }
    }

    private static int Descend(int remaining)
    {
        if (remaining == Depth / 2)
        {
            try
            {
                return Descend(remaining - 1) + 1;
            }
            catch (FormatException cause)
            {
                throw new InvalidOperationException("The round failed, as it should.", cause);
            }
        }

        return remaining == 0 ? int.Parse("not a number") : Descend(remaining - 1) + 1;
    }
}
