namespace Contrail.Target.Prices;

/// <summary>A collection of the youngest generation, with hardly anything in it.</summary>
internal sealed class Collections : IOperation
{
    public void Do(int count)
    {
        for (int time = 0; time < count; time++)
        {
            GC.Collect(0);
        }
    }

    public void Dispose()
    {
    }
}
