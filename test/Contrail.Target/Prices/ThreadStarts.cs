namespace Contrail.Target.Prices;

/// <summary>A thread that is started, does nothing and ends.</summary>
internal sealed class ThreadStarts : IOperation
{
    public void Do(int count)
    {
        for (int time = 0; time < count; time++)
        {
            Crew.Run(1, "brief", static _ => { });
        }
    }

    public void Dispose()
    {
    }
}
